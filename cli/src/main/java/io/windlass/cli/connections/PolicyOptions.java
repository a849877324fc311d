package io.windlass.cli.connections;

import io.windlass.client.model.PolicyQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a policy is wanted for. Filled in by the parser. */
public final class PolicyOptions {
  @Option(
      names = "--for",
      required = true,
      paramLabel = "USE",
      description =
          "local, cross-account, read-only, no-delete, source, destination, sts, kms or trust.")
  private String use = "";

  @Option(names = "--bucket", description = "Its bucket; may be given several times.")
  private List<String> buckets = new ArrayList<>();

  @Option(names = "--prefix", description = "Only objects below this.")
  private Optional<String> prefix = Optional.empty();

  @Option(names = "--account", description = "The AWS account of who signs.")
  private Optional<String> account = Optional.empty();

  @Option(names = "--principal", description = "ARN of the user or role that is granted.")
  private Optional<String> principal = Optional.empty();

  @Option(names = "--external-id", description = "What the trust policy demands.")
  private Optional<String> externalId = Optional.empty();

  @Option(names = "--role", description = "ARN of the role that temporary keys come from.")
  private Optional<String> role = Optional.empty();

  @Option(names = "--kms-key", description = "ARN of the bucket's key.")
  private Optional<String> kmsKey = Optional.empty();

  @Option(names = "--region", description = "Region of the bucket.")
  private Optional<String> region = Optional.empty();

  /** Made by the parser. */
  public PolicyOptions() {}

  PolicyQuery query() {
    return new PolicyQuery(
        use, buckets, prefix, account, principal, externalId, role, kmsKey, region);
  }
}

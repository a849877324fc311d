package io.windlass.cli.connections;

import io.windlass.client.model.NewLocation;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a location is made of. Filled in by the parser. */
public final class LocationOptions {
  @Option(names = "--connection", description = "How the bucket is reached.")
  private Optional<String> connection = Optional.empty();

  @Option(names = "--bucket", description = "The bucket.")
  private Optional<String> bucket = Optional.empty();

  @Option(names = "--base-key", description = "What its keys begin with. Default: whole bucket.")
  private Optional<String> baseKey = Optional.empty();

  @Option(names = "--sts", description = "Give out temporary keys for it.")
  private boolean sts;

  @Option(names = "--encryption", description = "AES256 or aws:kms for what is written.")
  private Optional<String> encryption = Optional.empty();

  @Option(names = "--kms-key", description = "The key of aws:kms.")
  private Optional<String> kmsKey = Optional.empty();

  @Option(names = "--storage-class", description = "For what is written.")
  private Optional<String> storageClass = Optional.empty();

  @Option(names = "--requester-pays", description = "Consent to pay for requests.")
  private boolean requesterPays;

  @Option(names = "--description", description = "For people to read.")
  private Optional<String> description = Optional.empty();

  @Option(names = "--banner", description = "Shown to those who upload.")
  private Optional<String> banner = Optional.empty();

  /** Made by the parser. */
  public LocationOptions() {}

  NewLocation location() {
    String kind = connection.isPresent() || bucket.isPresent() ? "external" : "managed";
    return new NewLocation(
        kind,
        connection,
        bucket,
        baseKey,
        sts,
        encryption,
        kmsKey,
        storageClass,
        requesterPays,
        description,
        banner);
  }
}

package io.windlass.server.api;

import io.windlass.connection.policy.PolicyRequest;
import io.windlass.connection.policy.PolicyUse;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;

/** What the query parameters of both policy routes say. */
public class PolicyParameters {
  @QueryParam("use")
  Optional<String> use = Optional.empty();

  @QueryParam("bucket")
  List<String> buckets = List.of();

  @QueryParam("prefix")
  Optional<String> prefix = Optional.empty();

  @QueryParam("accountId")
  Optional<String> accountId = Optional.empty();

  @QueryParam("principalArn")
  Optional<String> principalArn = Optional.empty();

  @QueryParam("externalId")
  Optional<String> externalId = Optional.empty();

  @QueryParam("roleArn")
  Optional<String> roleArn = Optional.empty();

  @QueryParam("kmsKeyArn")
  Optional<String> kmsKeyArn = Optional.empty();

  @QueryParam("region")
  Optional<String> region = Optional.empty();

  PolicyRequest request(
      Optional<String> knownExternalId,
      Optional<String> knownRoleArn,
      Optional<String> knownRegion) {
    return new PolicyRequest(
        PolicyUse.of(use.orElseThrow(PolicyParameters::useMissing)),
        buckets,
        prefix.orElse(""),
        accountId,
        principalArn,
        externalId.or(() -> knownExternalId),
        roleArn.or(() -> knownRoleArn),
        kmsKeyArn,
        region.or(() -> knownRegion));
  }

  private static RuntimeException useMissing() {
    return Problem.of(Kind.INVALID, "use_missing", "The query parameter use is missing.")
        .toException();
  }
}

package io.windlass.client;

import io.windlass.client.model.AwsKeys;
import io.windlass.client.model.CreatedAwsKeys;
import io.windlass.client.model.NewAwsKeys;
import java.util.stream.Stream;

/** SigV4 key pairs of the caller, for the AWS-dialect endpoints. Thread-safe. */
public final class AwsKeyPairs {
  private final Http http;

  AwsKeyPairs(Http http) {
    this.http = http;
  }

  /** Makes a pair. Its secret is in the answer and never shown again. */
  public CreatedAwsKeys create(NewAwsKeys keys) {
    return http.call("POST", "aws-keys").json(keys).as(CreatedAwsKeys.class);
  }

  /** The caller's pairs, without their secrets. */
  public Stream<AwsKeys> list() {
    return http.call("GET", "aws-keys").asItems(AwsKeys.class);
  }

  /** Ends a pair at once, on every node. */
  public void revoke(String accessKeyId) {
    http.call("DELETE", "aws-keys", accessKeyId).send();
  }
}

package io.windlass.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** The keys that {@code credentials get} printed. */
record SessionKeys(JsonNode printed) implements AwsCredentialsProvider {
  @Override
  public AwsCredentials resolveCredentials() {
    return AwsSessionCredentials.create(
        printed.get("accessKeyId").asText(),
        printed.get("secretAccessKey").asText(),
        printed.get("sessionToken").asText());
  }

  @Override
  public String toString() {
    return "SessionKeys";
  }
}

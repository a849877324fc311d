package io.windlass.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore.Account;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** Policies of users on Ceph, over its IAM API. */
final class CephUserPolicies implements AutoCloseable {
  private final CephStore ceph;
  private final HttpClient http = HttpClient.newHttpClient();

  CephUserPolicies(CephStore ceph) {
    this.ceph = ceph;
  }

  void put(String user, String name, String policy) throws Exception {
    call(
        Map.of(
            "Action", "PutUserPolicy",
            "UserName", user,
            "PolicyName", name,
            "PolicyDocument", policy));
  }

  void delete(String user, String name) throws Exception {
    call(Map.of("Action", "DeleteUserPolicy", "UserName", user, "PolicyName", name));
  }

  private void call(Map<String, String> form) throws Exception {
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    URI target = URI.create(ceph.endpoint() + "/");
    Account alice = ceph.alice();
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .uri(target)
            .method(SdkHttpMethod.POST)
            .putHeader("Content-Type", "application/x-www-form-urlencoded")
            .build();
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(it ->
                it.identity(
                        AwsBasicCredentials.create(
                            alice.accessKeyId(), alice.secretAccessKey().reveal()))
                    .request(request)
                    .payload(() -> new java.io.ByteArrayInputStream(body.getBytes(UTF_8)))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, ceph.region()))
            .request();
    HttpRequest.Builder post =
        HttpRequest.newBuilder(target).POST(HttpRequest.BodyPublishers.ofString(body));
    signed.forEachHeader((name, values) -> {
      if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
        values.forEach(value -> post.header(name, value));
      }
    });
    HttpResponse<String> answer = http.send(post.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.close();
  }
}

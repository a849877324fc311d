package io.windlass.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.testing.FaultProxy;
import io.windlass.testing.FaultProxy.Direction;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Contents between the command line and a store behind a network on which things go wrong. */
class ContentFaultsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  private final ServerProcess server = SharedServer.get();
  private final String project = "c-" + UUID.randomUUID();
  private final String bucket = "b-" + UUID.randomUUID();

  @SuppressWarnings("NullAway.Init")
  private CommandLine windlass;

  @SuppressWarnings("NullAway.Init")
  private FaultProxy proxy;

  @BeforeEach
  void connectABucketThroughTheProxy() throws IOException {
    windlass = new CommandLine(directory, server);
    JsonNode keys = windlass.json("tokens", "aws-keys");
    URI store = URI.create(keys.get("endpoint").asText());
    makeBucket(keys, store);
    proxy = FaultProxy.before(store);
    windlass.ok("projects", "create", "--name", project);
    String connection =
        windlass
            .json(
                "connections",
                "create",
                "--project",
                project,
                "--from-file",
                document(keys, proxy.endpoint()))
            .get("id")
            .asText();
    String location =
        windlass
            .json(
                "locations",
                "create",
                "--connection",
                connection,
                "--bucket",
                bucket,
                "--base-key",
                "raw")
            .get("id")
            .asText();
    windlass.ok("mkdir", project + "/raw");
    windlass.ok("folders", "set-location", project + "/raw", location);
  }

  @AfterEach
  void closeProxy() {
    proxy.close();
  }

  private void makeBucket(JsonNode keys, URI store) {
    try (S3Client owner =
        S3Client.builder()
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        keys.get("accessKeyId").asText(), keys.get("secretAccessKey").asText())))
            .endpointOverride(store)
            .region(Region.of(keys.get("region").asText()))
            .forcePathStyle(true)
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      owner.createBucket(request -> request.bucket(bucket));
    }
  }

  private String document(JsonNode keys, URI endpoint) throws IOException {
    String text =
        """
        {"type": "s3",
         "credentials": {"access_key_id": "%s", "secret_access_key": "%s"},
         "config": {"endpoint": "%s", "region": "%s"}}
        """
            .formatted(
                keys.get("accessKeyId").asText(),
                keys.get("secretAccessKey").asText(),
                endpoint,
                keys.get("region").asText());
    return Files.writeString(directory.resolve("connection.json"), text).toString();
  }

  private Path tree(int files) throws IOException {
    Path tree = directory.resolve("tree");
    Files.createDirectories(tree.resolve("sub"));
    for (int number = 0; number < files; number++) {
      Files.writeString(
          tree.resolve(number % 3 == 0 ? "sub/f" + number : "f" + number), "content " + number);
    }
    return tree;
  }

  private static int same(Path tree, Path back, int files) throws IOException {
    int same = 0;
    for (int number = 0; number < files; number++) {
      String name = number % 3 == 0 ? "sub/f" + number : "f" + number;
      if (Files.exists(back.resolve(name))) {
        assertThat(back.resolve(name)).hasSameBinaryContentAs(tree.resolve(name));
        same++;
      }
    }
    return same;
  }

  @Test
  void aFileOfManyWhoseBytesWereChangedOnTheWayIsNamedAndTheOthersCome() throws IOException {
    Path tree = tree(130);
    windlass.ok("put", "-r", tree.toString(), project + "/raw");
    Path back = directory.resolve("back");
    proxy.flip(Direction.FROM_STORE, "content 77".getBytes(UTF_8), 1);

    CommandLine.Done done = windlass.run("get", "-r", project + "/raw", back.toString());

    assertThat(done.code()).isOne();
    assertThat(done.err()).contains("f77: ", "are not those that were stored");
    assertThat(done.out()).contains("129 files", "1 failed");
    assertThat(back.resolve("f77")).doesNotExist();
    assertThat(same(tree, back, 130)).isEqualTo(129);
    JsonNode again = windlass.json("get", "-r", project + "/raw", back.toString());
    assertThat(again.get("transferred").asInt()).isOne();
    assertThat(again.get("unchanged").asInt()).isEqualTo(129);
    assertThat(same(tree, back, 130)).isEqualTo(130);
  }

  @Test
  void addressesThatTheStoreTakesNoLongerAreAskedForAgain() throws IOException {
    Path tree = tree(20);
    windlass.ok("put", "-r", tree.toString(), project + "/raw");
    proxy.answer(
        request -> request.method().equals("GET") && request.target().contains("X-Amz-Signature"),
        5,
        FaultProxy.Answer.DENIED);

    windlass.ok("get", "-r", project + "/raw", directory.resolve("back").toString());

    assertThat(proxy.happened()).isEqualTo(5);
    assertThat(same(tree, directory.resolve("back"), 20)).isEqualTo(20);
  }

  @Test
  void filesThatMayNotBeDownloadedFailAndTheOthersCome() throws IOException {
    Path tree = tree(12);
    windlass.ok("put", "-r", tree.toString(), project + "/raw");
    String name = "user-" + UUID.randomUUID();
    JsonNode user = windlass.json("users", "create", "--name", name);
    windlass.ok("projects", "members", "set", project, user.get("id").asText(), "--role", "reader");
    windlass.ok("access", "own", project + "/raw/sub");
    windlass.ok("access", "grant", project + "/raw/sub", name, "--access", "read");
    JsonNode token = windlass.json("tokens", "create", "--name", "theirs", "--user", name);
    CommandLine theirs = new CommandLine(directory, server, token.get("token").asText());
    Path back = directory.resolve("back");

    CommandLine.Done done = theirs.run("get", "-r", project + "/raw", back.toString());

    assertThat(done.code()).isOne();
    assertThat(done.out()).contains("8 files", "4 failed");
    assertThat(done.err()).contains("sub/f9: You lack the access 'download'");
    assertThat(same(tree, back, 12)).isEqualTo(8);
  }

  @Test
  void aLargeDownloadWhoseConnectionsAreResetGoesOnWhereItWas() throws IOException {
    byte[] bytes = new byte[(40 << 20) + 7];
    new Random(7).nextBytes(bytes);
    Path file = Files.write(directory.resolve("large"), bytes);
    windlass.ok("put", file.toString(), project + "/raw/");
    proxy.resetAfter(Direction.FROM_STORE, 9 << 20, 2);

    windlass.ok("get", project + "/raw/large", directory.resolve("copy").toString());

    assertThat(proxy.happened()).isGreaterThanOrEqualTo(2);
    assertThat(Files.mismatch(file, directory.resolve("copy"))).isEqualTo(-1);
  }

  @Test
  void aLargeDownloadOfWhichABitWasFlippedIsNotTaken() throws IOException {
    byte[] bytes = new byte[(20 << 20) + 7];
    new Random(8).nextBytes(bytes);
    byte[] pattern = "here it changes".getBytes(UTF_8);
    System.arraycopy(pattern, 0, bytes, 18 << 20, pattern.length);
    Path file = Files.write(directory.resolve("large"), bytes);
    windlass.ok("put", file.toString(), project + "/raw/");
    proxy.flip(Direction.FROM_STORE, pattern, 1);
    Path copy = directory.resolve("copy");

    assertThat(windlass.fails("get", project + "/raw/large", copy.toString()))
        .contains("digest_mismatch");
    assertThat(copy).doesNotExist();
    windlass.ok("get", project + "/raw/large", copy.toString());
    assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
  }

  @Test
  void anUploadOfWhichABitWasFlippedIsSentAgainOrRefusedButNeverTaken() throws IOException {
    byte[] bytes = new byte[(12 << 20) + 7];
    new Random(9).nextBytes(bytes);
    byte[] pattern = "here it changes".getBytes(UTF_8);
    System.arraycopy(pattern, 0, bytes, 8 << 20, pattern.length);
    Path file = Files.write(directory.resolve("large"), bytes);
    proxy.flip(Direction.TO_STORE, pattern, 1);

    windlass.ok("put", file.toString(), project + "/raw/");

    assertThat(proxy.happened()).isOne();
    Path copy = directory.resolve("copy");
    windlass.ok("get", project + "/raw/large", copy.toString());
    assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
  }
}

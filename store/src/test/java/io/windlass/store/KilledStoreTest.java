package io.windlass.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** {@code kill -9} while clients write. */
class KilledStoreTest {
  private static final int WRITERS = 4;

  @Test
  void everyAnsweredWriteIsThereAfterKillAndNothingHalf(@TempDir Path directory)
      throws IOException, InterruptedException {
    Queue<String> answered = new ConcurrentLinkedQueue<>();
    Process process = start(directory);
    try (S3Client client = client(process)) {
      client.createBucket(r -> r.bucket("killed"));
      CountDownLatch enough = new CountDownLatch(40);
      try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int writer = 0; writer < WRITERS; writer++) {
          int number = writer;
          writers.execute(() -> write(client, number, answered, enough));
        }
        enough.await();
        process.destroyForcibly().waitFor();
      }
    }
    Process again = start(directory);
    try (S3Client client = client(again)) {
      List<String> keys =
          client.listObjectsV2Paginator(r -> r.bucket("killed")).contents().stream()
              .map(S3Object::key)
              .toList();
      assertThat(answered).hasSizeGreaterThanOrEqualTo(40).allMatch(keys::contains);
      for (String key : keys) {
        assertThat(client.getObjectAsBytes(r -> r.bucket("killed").key(key)).asUtf8String())
            .isEqualTo(body(key));
      }
    } finally {
      again.destroyForcibly().waitFor();
    }
  }

  /** Writes small and large objects until the store is gone. */
  private static void write(
      S3Client client, int writer, Queue<String> answered, CountDownLatch enough) {
    try {
      for (int i = 0; ; i++) {
        String key = "w%d/%05d".formatted(writer, i);
        client.putObject(r -> r.bucket("killed").key(key), RequestBody.fromString(body(key)));
        answered.add(key);
        enough.countDown();
      }
    } catch (SdkException e) {
      // killed
    }
  }

  private static String body(String key) {
    return key.repeat(key.hashCode() % 2 == 0 ? 10 : 20_000);
  }

  private static Process start(Path directory) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            StoreProcess.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static S3Client client(Process process) throws IOException {
    String port =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
    return S3Client.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + port))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("KEY", "secret")))
        .build();
  }
}

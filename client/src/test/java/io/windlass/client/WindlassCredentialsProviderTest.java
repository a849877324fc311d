package io.windlass.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.client.TestServer.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

class WindlassCredentialsProviderTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final AtomicInteger issued = new AtomicInteger();
  private final AtomicReference<Optional<Answer>> trouble = new AtomicReference<>(Optional.empty());

  private Answer answer(TestServer.Heard request) {
    if (request.target().startsWith("/api/v1/entries?path=")) {
      assertThat(request.target()).endsWith("path=survey%2Fraw");
      return Answer.json(
          """
          {"id":42,"type":"folder","projectId":1,"name":"raw","etag":"e","createdBy":1,
           "createdAt":"2026-11-21T10:00:00Z","modifiedBy":1,
           "modifiedAt":"2026-11-21T10:00:00Z"}
          """);
    }
    assertThat(request.target()).isEqualTo("/api/v1/entries/42/credentials");
    if (trouble.get().isPresent()) {
      return trouble.get().get();
    }
    return Answer.json(
        """
        {"id":"cred_1","bucket":"b","prefix":"raw/","accessKeyId":"AK%d","secretAccessKey":"s",
         "sessionToken":"t","expiration":"%s","region":"us-east-1","pathStyle":true,
         "permission":"read_only"}
        """
            .formatted(issued.incrementAndGet(), now.get().plus(Duration.ofHours(1))));
  }

  private WindlassCredentialsProvider provider(WindlassClient client) {
    var built = WindlassCredentialsProvider.builder(client, "survey/raw").build();
    return built.at(now::get);
  }

  @Test
  void keysAreAskedForOnceAndReusedWhileTheyAreFresh() {
    try (TestServer server = new TestServer(this::answer);
        WindlassClient client = server.client()) {
      var provider = provider(client);
      AwsCredentials keys = provider.resolveCredentials();
      assertThat(keys).isInstanceOf(AwsSessionCredentials.class);
      assertThat(keys.accessKeyId()).isEqualTo("AK1");
      assertThat(keys.expirationTime()).contains(START.plus(Duration.ofHours(1)));
      now.set(START.plus(Duration.ofMinutes(47)));
      assertThat(provider.resolveCredentials().accessKeyId()).isEqualTo("AK1");
      assertThat(provider.credentials().prefix()).isEqualTo("raw/");
    }
  }

  @Test
  void keysAreRenewedAheadOfTheirEnd() {
    try (TestServer server = new TestServer(this::answer);
        WindlassClient client = server.client()) {
      var provider = provider(client);
      provider.resolveCredentials();
      now.set(START.plus(Duration.ofMinutes(49)));
      assertThat(provider.resolveCredentials().accessKeyId()).isEqualTo("AK2");
    }
  }

  @Test
  void aPassingFailureIsSurvivedAsLongAsTheOldKeysLast() {
    try (TestServer server = new TestServer(this::answer);
        WindlassClient client = server.client()) {
      var provider = provider(client);
      provider.resolveCredentials();
      trouble.set(Optional.of(Answer.status(503, "")));
      now.set(START.plus(Duration.ofMinutes(50)));
      assertThat(provider.resolveCredentials().accessKeyId()).isEqualTo("AK1");
      int asked = server.heard().size();
      assertThat(provider.resolveCredentials().accessKeyId()).isEqualTo("AK1");
      assertThat(server.heard()).hasSize(asked);
      now.set(START.plus(Duration.ofMinutes(60)));
      assertThatThrownBy(provider::resolveCredentials).isInstanceOf(WindlassApiException.class);
      trouble.set(Optional.empty());
      assertThat(provider.resolveCredentials().accessKeyId()).isEqualTo("AK2");
    }
  }

  @Test
  void aRefusalIsThrownAlthoughTheOldKeysWouldLast() {
    try (TestServer server = new TestServer(this::answer);
        WindlassClient client = server.client()) {
      var provider = provider(client);
      provider.resolveCredentials();
      trouble.set(Optional.of(Answer.status(403, "{\"status\":403,\"code\":\"forbidden\"}")));
      now.set(START.plus(Duration.ofMinutes(50)));
      assertThatThrownBy(provider::resolveCredentials).isInstanceOf(WindlassApiException.class);
    }
  }

  @Test
  void whileOneThreadRenewsTheOthersGoOnWithValidKeys() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    try (TestServer server =
            new TestServer(request -> {
              if (issued.get() == 1 && request.target().endsWith("/credentials")) {
                asked.countDown();
                await(answer);
              }
              return answer(request);
            });
        WindlassClient client = server.client();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var provider = provider(client);
      provider.resolveCredentials();
      now.set(START.plus(Duration.ofMinutes(50)));
      Future<AwsCredentials> renewing = threads.submit(provider::resolveCredentials);
      asked.await();
      assertThat(provider.resolveCredentials().accessKeyId()).isEqualTo("AK1");
      answer.countDown();
      assertThat(renewing.get().accessKeyId()).isEqualTo("AK2");
      assertThat(issued).hasValue(2);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.windlass.server.globus.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.windlass.catalog.identity.Caller;
import io.windlass.foundation.Ids;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over real connections that clients give up, or do not. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class RepeatsTest {
  private static void doneAlready() {
    throw Problem.of(Kind.CONFLICT, "path_exists", "It is there already.").toException();
  }

  @Inject Repeats repeats;
  @Inject Vertx vertx;
  private final BlockingQueue<RoutingContext> arrived = new ArrayBlockingQueue<>(10);
  private final String path = "/" + Ids.random(12);
  private HttpServer server;

  @BeforeEach
  void listen() throws Exception {
    Router router = Router.router(vertx);
    router.route().handler(arrived::add);
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Socket send() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    OutputStream out = socket.getOutputStream();
    out.write("GET / HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return socket;
  }

  private RoutingContext request() throws InterruptedException {
    @Nullable RoutingContext routing = arrived.poll(10, TimeUnit.SECONDS);
    assertThat(routing).isNotNull();
    return routing;
  }

  private void run(RoutingContext routing, Runnable change) {
    repeats.run(Caller.system(), routing, change, "mkdir", path);
  }

  private static void awaitClosed(RoutingContext routing) {
    await().atMost(Duration.ofSeconds(10)).until(() -> routing.response().closed());
  }

  @Test
  void whatWasDoneUnheardSucceedsAgain() throws Exception {
    Socket client = send();
    RoutingContext lost = request();
    run(
        lost,
        () -> {
          close(client);
          awaitClosed(lost);
        });
    try (Socket again = send()) {
      run(request(), RepeatsTest::doneAlready);
      assertThat(again.isConnected()).isTrue();
    }
  }

  @Test
  void whatWasLostOnTheWaySucceedsAgain() throws Exception {
    Socket client = send();
    RoutingContext lost = request();
    run(lost, () -> {});
    close(client);
    awaitClosed(lost);
    try (Socket again = send()) {
      RoutingContext routing = request();
      await()
          .atMost(Duration.ofSeconds(10))
          .ignoreExceptions()
          .untilAsserted(() -> run(routing, RepeatsTest::doneAlready));
      assertThat(again.isConnected()).isTrue();
    }
  }

  @Test
  void whatWasAnsweredFailsWhenItIsDoneAlready() throws Exception {
    try (Socket client = send()) {
      RoutingContext answered = request();
      run(answered, () -> {});
      answered.end("done");
      InputStream in = client.getInputStream();
      assertThat(new String(in.readNBytes(15), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 200 OK");
    }
    try (Socket again = send()) {
      RoutingContext routing = request();
      assertThatThrownBy(() -> run(routing, RepeatsTest::doneAlready))
          .isInstanceOf(WindlassException.class)
          .hasMessageContaining("path_exists");
      assertThat(again.isConnected()).isTrue();
    }
  }

  @Test
  void aChangeThatFailedIsTriedAnew() throws Exception {
    try (Socket client = send()) {
      RoutingContext routing = request();
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> run(routing, RepeatsTest::doneAlready))
            .hasMessageContaining("path_exists");
      }
      assertThat(client.isConnected()).isTrue();
    }
  }

  @Test
  void aSecondRequestWaitsForTheFirst() throws Exception {
    try (Socket client = send()) {
      RoutingContext routing = request();
      run(
          routing,
          () ->
              assertThatThrownBy(() -> run(routing, () -> {}))
                  .isInstanceOfSatisfying(
                      WindlassException.class,
                      failure -> {
                        assertThat(failure.problem().kind()).isEqualTo(Kind.UNAVAILABLE);
                        assertThat(failure.problem().code()).isEqualTo("request_running");
                      }));
      assertThat(client.isConnected()).isTrue();
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

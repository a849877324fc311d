package io.windlass.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** By the HTTP client of the JDK, which knows proxies. Thread-safe. */
final class JdkSender implements Sender {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final HttpClient client;

  /** By a client that somebody else closes. */
  JdkSender(HttpClient client) {
    this.client = client;
  }

  @Override
  public Answer send(Request request) throws IOException, InterruptedException {
    AtomicReference<Optional<IOException>> local = new AtomicReference<>(Optional.empty());
    HttpRequest.Builder http =
        HttpRequest.newBuilder(request.uri())
            .timeout(TIMEOUT)
            .method(
                request.method(),
                request
                    .body()
                    .filter(body -> body.length() > 0)
                    .map(body -> publisher(body, local))
                    .orElseGet(BodyPublishers::noBody));
    request.headers().forEach(http::header);
    try {
      HttpResponse<InputStream> response = client.send(http.build(), BodyHandlers.ofInputStream());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      Optional<IOException> cause = local.get();
      throw cause.isPresent() ? new LocalException(cause.get()) : e;
    }
  }

  private static BodyPublisher publisher(Body body, AtomicReference<Optional<IOException>> local) {
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(() -> open(body, local)), body.length());
  }

  private static InputStream open(Body body, AtomicReference<Optional<IOException>> local) {
    InputStream bytes;
    try {
      bytes = body.open();
    } catch (IOException e) {
      local.set(Optional.of(e));
      return InputStream.nullInputStream(); // shorter than announced: the request fails
    }
    return new FilterInputStream(bytes) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        try {
          return in.read(target, offset, length);
        } catch (IOException e) {
          local.set(Optional.of(e));
          throw e;
        }
      }
    };
  }

  @Override
  public void close() {
    // the client is not its own
  }
}

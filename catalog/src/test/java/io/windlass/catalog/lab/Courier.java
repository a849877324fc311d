package io.windlass.catalog.lab;

import io.windlass.objectstore.ObjectStore.Presigned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;

/** Sends signed requests as a client does that has no keys. Thread-safe. */
public final class Courier {
  private static final List<String> SET_BY_THE_CLIENT = List.of("host", "content-length");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Courier() {}

  /** Sends exactly what was signed. */
  public static HttpResponse<byte[]> send(Presigned request, byte[] body) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.url())
            .method(request.method(), BodyPublishers.ofByteArray(body));
    request
        .headers()
        .forEach((name, value) -> {
          if (!SET_BY_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
            builder.header(name, value);
          }
        });
    return send(builder.build());
  }

  /** Reads a signed URL. */
  public static HttpResponse<byte[]> get(URI url) {
    return send(HttpRequest.newBuilder(url).build());
  }

  private static HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

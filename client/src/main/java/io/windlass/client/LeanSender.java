package io.windlass.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.windlass.foundation.wire.Target;
import io.windlass.foundation.wire.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/**
 * By kept-alive connections of our own, straight to the store: what the HTTP client of the JDK does
 * to each byte costs more than its digests. Thread-safe; calls belong on virtual threads.
 */
final class LeanSender implements Sender {
  private static final int MOST_CONNECTIONS = 64;
  private static final int BUFFER = 128 << 10;

  /** Up to here a body goes with the head. */
  private static final long SMALL = 64 << 10;

  /** Below, waiting for a refusal takes longer than to send in vain. */
  private static final long EXPECT_FROM = 2 << 20;

  private final Wire wire;

  /** With TLS of the caller's, asked for when it is needed. */
  LeanSender(Supplier<SSLSocketFactory> tls) {
    wire = new Wire(MOST_CONNECTIONS, tls);
  }

  @Override
  public Answer send(Request request) throws IOException, InterruptedException {
    Target target = Target.of(request.uri());
    long length = request.body().map(Body::length).orElse(0L);
    boolean small = length <= SMALL;
    byte[] bytes = small && length > 0 ? bytes(request.body().orElseThrow()) : new byte[0];
    byte[] head = head(request, target, length).getBytes(ISO_8859_1);
    try {
      Wire.Response response =
          wire.exchange(
              target,
              new Wire.Request(
                  ByteBuffer.allocate(head.length + bytes.length).put(head).put(bytes).flip(),
                  small ? Optional.empty() : request.body().map(body -> out -> write(body, out)),
                  length >= EXPECT_FROM,
                  request.method().equals("HEAD")));
      return new Answer(response.head().status(), response.body());
    } catch (Wire.BodyException e) {
      throw e.getCause() instanceof IOException cause ? new LocalException(cause) : e;
    } catch (IOException e) {
      if (Thread.interrupted()) {
        InterruptedException interrupted = new InterruptedException();
        interrupted.initCause(e);
        throw interrupted;
      }
      throw e;
    }
  }

  private static String head(Request request, Target target, long length) {
    URI uri = URI.create(request.uri().toASCIIString());
    String path = uri.getRawPath();
    StringBuilder head = new StringBuilder(1024);
    head.append(request.method()).append(' ').append(path == null || path.isEmpty() ? "/" : path);
    if (uri.getRawQuery() != null) {
      head.append('?').append(uri.getRawQuery());
    }
    head.append(" HTTP/1.1\r\nhost: ").append(target.hostHeader()).append("\r\n");
    request.headers().forEach((name, value) -> header(head, name, value));
    if (request.body().isPresent()) {
      header(head, "content-length", Long.toString(length));
    }
    if (length >= EXPECT_FROM) {
      header(head, "expect", "100-continue");
    }
    return head.append("\r\n").toString();
  }

  private static void header(StringBuilder head, String name, String value) {
    if ((name + value).chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new IllegalArgumentException("a header that is none: " + name);
    }
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private static byte[] bytes(Body body) throws LocalException {
    byte[] bytes = new byte[(int) body.length()];
    try (InputStream in = body.open()) {
      if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
        throw new EOFException("the file became shorter while it was read");
      }
      return bytes;
    } catch (IOException e) {
      throw new LocalException(e);
    }
  }

  private static void write(Body body, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = opened(body)) {
      for (long left = body.length(); left > 0; ) {
        int count = read(in, buffer, (int) Math.min(buffer.length, left));
        out.write(buffer, 0, count);
        left -= count;
      }
    }
  }

  private static InputStream opened(Body body) throws Wire.BodyException {
    try {
      return body.open();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static int read(InputStream in, byte[] buffer, int most) throws Wire.BodyException {
    try {
      int count = in.read(buffer, 0, most);
      if (count < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
      return count;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static Wire.BodyException unreadable(IOException cause) {
    return new Wire.BodyException("What was to be sent cannot be read.", cause);
  }

  @Override
  public void close() {
    wire.close();
  }
}

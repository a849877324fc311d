package io.windlass.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.windlass.testing.FaultProxy.Answer;
import io.windlass.testing.FaultProxy.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a client sends, request by request; it ends where one was answered here. Bodies have a
 * length, as those of S3 do. Not thread-safe.
 */
final class RequestStream extends InputStream {
  private static final byte[] NOTHING = {};

  private final InputStream in;
  private final OutputStream client;
  private final Function<Request, Optional<Answer>> answers;
  private byte[] head = NOTHING;
  private int headRead;
  private long bodyLeft;

  RequestStream(InputStream in, OutputStream client, Function<Request, Optional<Answer>> answers) {
    this.in = in;
    this.client = client;
    this.answers = answers;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (headRead == head.length && bodyLeft == 0 && !next()) {
      return -1;
    }
    if (headRead < head.length) {
      int count = Math.min(length, head.length - headRead);
      System.arraycopy(head, headRead, target, offset, count);
      headRead += count;
      return count;
    }
    int count = in.read(target, offset, (int) Math.min(length, bodyLeft));
    bodyLeft -= Math.max(0, count);
    return count;
  }

  /** Whether there is another request that passes. */
  private boolean next() throws IOException {
    head = readHead();
    headRead = 0;
    if (head.length == 0) {
      return false;
    }
    Request request = parse(new String(head, ISO_8859_1));
    long length = Long.parseLong(request.headers().getOrDefault("content-length", "0"));
    Optional<Answer> answer = answers.apply(request);
    if (answer.isPresent()) {
      if (!request.has("expect")) {
        in.skipNBytes(length);
      }
      answer(answer.get(), request.method().equals("HEAD"));
      return false;
    }
    bodyLeft = length;
    return true;
  }

  private byte[] readHead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int ends = 0;
    while (ends < 4) {
      int read = in.read();
      if (read < 0) {
        return NOTHING;
      }
      bytes.write(read);
      ends = read == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : read == '\r' ? 1 : 0;
    }
    return bytes.toByteArray();
  }

  private static Request parse(String text) {
    String[] lines = text.split("\r\n", -1);
    String[] first = lines[0].split(" ", -1);
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers.put(
            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).strip());
      }
    }
    return new Request(first[0], first[1], headers);
  }

  private void answer(Answer answer, boolean headOnly) throws IOException {
    String body =
        answer.code().isEmpty()
            ? ""
            : "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>As the test wants it."
                    .formatted(answer.code())
                + "</Message></Error>";
    String text =
        "HTTP/1.1 %d Answered\r\nContent-Type: application/xml\r\nConnection: close\r\n"
                .formatted(answer.status())
            + "Content-Length: %d\r\n\r\n".formatted(body.length())
            + (headOnly ? "" : body);
    client.write(text.getBytes(ISO_8859_1));
    client.flush();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

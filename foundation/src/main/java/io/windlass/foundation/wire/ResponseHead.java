package io.windlass.foundation.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Status and headers of an answer. Immutable.
 *
 * @param status 100 to 599
 * @param headers by name in lower case; several of one name are joined with a comma
 * @param persistent whether the server keeps the connection for another request
 */
public record ResponseHead(int status, Map<String, String> headers, boolean persistent) {
  /** The longest head that is read, bytes. */
  public static final int LONGEST = 64 << 10;

  /** Makes the map unmodifiable. */
  public ResponseHead {
    headers = Collections.unmodifiableMap(headers);
  }

  /** A header, by its name in lower case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /**
   * The head in {@code bytes[from, to)}, up to and with the empty line (RFC 9112).
   *
   * @throws IOException when it is none
   */
  static ResponseHead parse(byte[] bytes, int from, int to) throws IOException {
    int end = lineEnd(bytes, from, to);
    String statusLine = text(bytes, from, end);
    boolean oldVersion = statusLine.startsWith("HTTP/1.0 ");
    if ((!oldVersion && !statusLine.startsWith("HTTP/1.1 ")) || statusLine.length() < 12) {
      throw new IOException("not an HTTP/1.1 answer");
    }
    int status = number(statusLine.substring(9, 12), 100, 599);
    Map<String, String> headers = new LinkedHashMap<>();
    int at = next(bytes, end, to);
    while (at < to) {
      end = lineEnd(bytes, at, to);
      if (end == at) {
        break;
      }
      add(headers, text(bytes, at, end));
      at = next(bytes, end, to);
    }
    String connection = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
    boolean persistent =
        oldVersion ? connection.contains("keep-alive") : !connection.contains("close");
    return new ResponseHead(status, headers, persistent);
  }

  private static void add(Map<String, String> headers, String line) throws IOException {
    int colon = line.indexOf(':');
    if (colon <= 0 || line.charAt(0) == ' ' || line.charAt(0) == '\t') {
      throw new IOException("a malformed header in the answer");
    }
    String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
    if (name.charAt(name.length() - 1) <= ' ') {
      throw new IOException("a malformed header in the answer");
    }
    String value = line.substring(colon + 1).strip();
    headers.merge(name, value, (a, b) -> a + "," + b);
  }

  /** The length of the body by {@code Content-Length}; -1 where there is none. */
  long contentLength() throws IOException {
    String text = headers.get("content-length");
    if (text == null) {
      return -1;
    }
    try {
      long length = Long.parseLong(text);
      if (length < 0 || !Character.isDigit(text.charAt(0))) {
        throw new IOException("a malformed Content-Length in the answer");
      }
      return length;
    } catch (NumberFormatException e) {
      throw new IOException("a malformed Content-Length in the answer", e);
    }
  }

  boolean chunked() throws IOException {
    String encoding = headers.get("transfer-encoding");
    if (encoding == null) {
      return false;
    }
    if (!encoding.equalsIgnoreCase("chunked")) {
      throw new IOException("an unknown Transfer-Encoding in the answer");
    }
    return true;
  }

  private static int number(String digits, int least, int most) throws IOException {
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        throw new IOException("not an HTTP/1.1 answer");
      }
      value = value * 10 + (c - '0');
    }
    if (value < least || value > most) {
      throw new IOException("not an HTTP/1.1 answer");
    }
    return value;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, ISO_8859_1);
  }

  /** Index of the line's end, before CR LF or a bare LF. */
  private static int lineEnd(byte[] bytes, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        return i > from && bytes[i - 1] == '\r' ? i - 1 : i;
      }
    }
    throw new IOException("the head of the answer has no end");
  }

  private static int next(byte[] bytes, int lineEnd, int to) {
    return lineEnd < to && bytes[lineEnd] == '\r' ? lineEnd + 2 : lineEnd + 1;
  }
}

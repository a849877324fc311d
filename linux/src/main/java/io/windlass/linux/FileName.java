package io.windlass.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * Names on disk are bytes; names in Java are text. A name that is UTF-8 is its text. Each byte that
 * is not part of valid UTF-8 becomes the lone surrogate U+DC00 + byte, which text never has, so
 * every name goes to a string and back unharmed.
 */
public final class FileName {
  private static final char ESCAPE = 0xdc00;

  private FileName() {}

  /** The string for the bytes of a name or path. */
  public static String decode(byte[] name) {
    for (byte b : name) {
      if (b < 0) {
        return decodeAny(name);
      }
    }
    return new String(name, UTF_8);
  }

  /** The bytes for a string from {@link #decode}, or for any text. */
  public static byte[] encode(String name) {
    if (isText(name)) {
      return name.getBytes(UTF_8);
    }
    ByteBuffer out = ByteBuffer.allocate(name.length() * 3);
    int start = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (isEscape(c) && !(i > start && Character.isHighSurrogate(name.charAt(i - 1)))) {
        out.put(name.substring(start, i).getBytes(UTF_8)).put((byte) (c - ESCAPE));
        start = i + 1;
      }
    }
    out.put(name.substring(start).getBytes(UTF_8));
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  /** Whether the name on disk is valid UTF-8, so that it can be the key of an object. */
  public static boolean isText(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < name.length()
          && Character.isLowSurrogate(name.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEscape(char c) {
    return c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff;
  }

  private static String decodeAny(byte[] name) {
    CharsetDecoder decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(name);
    CharBuffer out = CharBuffer.allocate(name.length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (!result.isError()) {
        return out.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE + (in.get() & 0xff)));
      }
      decoder.reset();
    }
  }
}

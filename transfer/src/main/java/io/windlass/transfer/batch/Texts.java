package io.windlass.transfer.batch;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Texts of any length in streams; lone surrogates, which stand for bytes that are no text, come
 * back as they were.
 */
final class Texts {
  private static final int MOST_AT_ONCE = 16_000; // a char has up to three bytes, and 64 KiB fit

  private Texts() {}

  static void write(DataOutputStream out, String text) throws IOException {
    if (text.length() < MOST_AT_ONCE) {
      out.writeUTF(text);
      return;
    }
    out.writeUTF("\u0000more");
    out.writeInt(text.length());
    for (int at = 0; at < text.length(); at += MOST_AT_ONCE) {
      out.writeUTF(text.substring(at, Math.min(text.length(), at + MOST_AT_ONCE)));
    }
  }

  static String read(DataInputStream in) throws IOException {
    String text = in.readUTF();
    if (!text.equals("\u0000more")) {
      return text;
    }
    int length = in.readInt();
    StringBuilder whole = new StringBuilder(length);
    while (whole.length() < length) {
      whole.append(in.readUTF());
    }
    return whole.toString();
  }
}

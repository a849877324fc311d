package io.windlass.catalog.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;

/** What a browser is to do with a download, and under which name it is to save it (RFC 6266). */
public enum ContentDisposition {
  /** Save it. */
  ATTACHMENT,
  /** Show it. */
  INLINE;

  private static final String TOKEN_MARKS = "!#$&+-.^_`|~";

  /**
   * The header's value: the name in ASCII for old programs and, where that is not the whole truth,
   * in UTF-8 for all others (RFC 8187).
   */
  String header(String fileName) {
    String type = name().toLowerCase(Locale.ROOT);
    String ascii =
        fileName
            .codePoints()
            .map(c -> c < 0x20 || c > 0x7e || c == '"' || c == '\\' || c == '%' ? '_' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    String plain = type + "; filename=\"" + ascii + "\"";
    return ascii.equals(fileName) ? plain : plain + "; filename*=UTF-8''" + encoded(fileName);
  }

  private static String encoded(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || TOKEN_MARKS.indexOf(c) >= 0)) {
        out.append(c);
      } else {
        out.append('%').append("%02X".formatted((int) c));
      }
    }
    return out.toString();
  }
}

package io.windlass.catalog.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** ContentDigests as people, headers and stores write them. */
final class ContentDigests {
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final HexFormat HEX = HexFormat.of();

  private ContentDigests() {}

  /** An MD5 in hex, in lower case; anything else is refused. */
  static String md5(String text) {
    return checked(text, MD5, "md5_malformed", "An MD5 is 32 hexadecimal digits.");
  }

  /** As {@link #md5(String)}. */
  static Optional<String> md5(Optional<String> text) {
    return text.map(ContentDigests::md5);
  }

  /** A SHA-256 in hex, in lower case; anything else is refused. */
  static Optional<String> sha256(Optional<String> text) {
    return text.map(
        given -> checked(given, SHA256, "sha256_malformed", "A SHA-256 is 64 hexadecimal digits."));
  }

  /** Whether a text is an MD5 in hex, as the ETags of many stores are. */
  static boolean isMd5(String text) {
    return MD5.matcher(text).matches();
  }

  /** An MD5 in hex as the header Content-MD5 has it. */
  static String base64(String md5Hex) {
    return Base64.getEncoder().encodeToString(HEX.parseHex(md5Hex));
  }

  /** The ETag that stores with MD5 for ETags give an object made of parts with these MD5s. */
  static String compositeEtag(List<String> md5s) {
    return md5OfMd5s(md5s) + "-" + md5s.size();
  }

  /** MD5 of MD5s in their order, all of them hex. */
  static String md5OfMd5s(List<String> md5s) {
    MessageDigest digest = digest("MD5");
    md5s.forEach(md5 -> digest.update(HEX.parseHex(md5)));
    return HEX.formatHex(digest.digest());
  }

  /** SHA-256 of a text, hex. */
  static String sha256Of(String text) {
    return HEX.formatHex(digest("SHA-256").digest(text.getBytes(UTF_8)));
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }

  private static String checked(String text, Pattern pattern, String code, String message) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (!pattern.matcher(lower).matches()) {
      throw Problem.of(Kind.INVALID, code, message).toException();
    }
    return lower;
  }
}

package io.windlass.catalog.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.windlass.foundation.Ids;
import io.windlass.foundation.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a token: {@code wl_ID_RANDOM}. The random part has 238 bits, so a plain hash keeps
 * it; nothing slow is needed against guessing.
 *
 * @param id names the token; not secret
 * @param random proves it
 */
record TokenText(String id, Secret random) {
  private static final int ID_LENGTH = 12;
  private static final int RANDOM_LENGTH = 40;
  private static final Pattern FORM =
      Pattern.compile("wl_([0-9A-Za-z]{" + ID_LENGTH + "})_([0-9A-Za-z]{" + RANDOM_LENGTH + "})");

  static TokenText create() {
    return new TokenText(Ids.random(ID_LENGTH), Secret.of(Ids.random(RANDOM_LENGTH)));
  }

  /** Empty when the text has not the form of a token. */
  static Optional<TokenText> parse(Secret text) {
    Matcher matcher = FORM.matcher(text.reveal());
    return matcher.matches()
        ? Optional.of(new TokenText(matcher.group(1), Secret.of(matcher.group(2))))
        : Optional.empty();
  }

  Secret text() {
    return Secret.of("wl_" + id + "_" + random.reveal());
  }

  /** What is kept of the random part. */
  byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(random.reveal().getBytes(US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Takes the same time wherever the first difference is. */
  boolean matches(byte[] hash) {
    return MessageDigest.isEqual(hash(), hash);
  }
}

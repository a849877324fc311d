package io.windlass.server.fsx;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.foundation.Page;
import io.windlass.server.aws.AwsFault;
import io.windlass.server.aws.shape.Input;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Where the next page begins, told to the client as text that means nothing to it: a digest of what
 * is listed, then the cursor. Good for the same filters alone; nothing of it is kept here, so it
 * outlives the server.
 */
final class NextTokens {
  private static final int DIGEST_BYTES = 9;

  private NextTokens() {}

  /**
   * The page that a request wants.
   *
   * @param most items, also when the request names no number
   * @param listed operation and filters, which the token of the page before must have been for
   * @throws AwsFault {@code BadRequest} for a token of something else
   */
  static Page page(Input input, int most, List<?> listed) {
    int limit = (int) Math.min(input.whole("MaxResults").orElse(most), most);
    return new Page(input.optionalText("NextToken").map(token -> cursor(token, listed)), limit);
  }

  /** The token for the page behind the cursor. */
  static String token(String cursor, List<?> listed) {
    byte[] text = cursor.getBytes(UTF_8);
    byte[] bytes =
        ByteBuffer.allocate(DIGEST_BYTES + text.length).put(digest(listed)).put(text).array();
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String cursor(String token, List<?> listed) {
    byte[] bytes = Base64.getDecoder().decode(token);
    boolean ours =
        bytes.length > DIGEST_BYTES
            && Arrays.equals(Arrays.copyOf(bytes, DIGEST_BYTES), digest(listed));
    if (!ours) {
      throw invalid();
    }
    return new String(bytes, DIGEST_BYTES, bytes.length - DIGEST_BYTES, UTF_8);
  }

  static AwsFault invalid() {
    return AwsFault.client(
        "BadRequest", "The NextToken is not one that this operation gave for these filters.");
  }

  private static byte[] digest(List<?> listed) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(listed.toString().getBytes(UTF_8));
      return Arrays.copyOf(digest, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  /** Puts the token of the next page into an answer, if there is one. */
  static void put(ObjectNode answer, Optional<String> cursor, List<?> listed) {
    cursor.ifPresent(it -> answer.put("NextToken", token(it, listed)));
  }
}

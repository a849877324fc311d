package io.windlass.server.aws;

import java.io.Serial;
import java.util.Map;

/**
 * A failure in the words of AWS, thrown inside a facade and answered by it. Immutable.
 *
 * <p>Messages are cut to 256 characters, the most that the service models allow.
 */
public final class AwsFault extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;
  private static final int LONGEST = 256;

  private final int status;
  private final String code;
  private final transient Map<String, String> members;

  /**
   * A failure.
   *
   * @param status the HTTP status
   * @param code the name of the error in the service model
   * @param members what the answer holds beside code and message
   */
  public AwsFault(int status, String code, String message, Map<String, String> members) {
    super(shortened(message, LONGEST), null, false, false);
    this.status = status;
    this.code = code;
    this.members = Map.copyOf(members);
  }

  /** A fault of the client, with status 400. */
  public static AwsFault client(String code, String message) {
    return new AwsFault(400, code, message, Map.of());
  }

  int status() {
    return status;
  }

  /** The name of the error in the service model. */
  public String code() {
    return code;
  }

  Map<String, String> members() {
    return members;
  }

  /** The message, 1 to 256 characters. */
  public String text() {
    return String.valueOf(getMessage());
  }

  private static String shortened(String text, int longest) {
    if (text.length() <= longest) {
      return text.isEmpty() ? "Failed." : text;
    }
    int end = longest - 3;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + "...";
  }
}

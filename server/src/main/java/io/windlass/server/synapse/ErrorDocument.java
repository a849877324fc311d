package io.windlass.server.synapse;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.windlass.foundation.Problem;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A failure as Synapse clients read it: they look at the status and at {@code reason}.
 *
 * @param reason for people; never holds a phrase that makes a client retry
 * @param errorCode Windlass's stable code
 * @param error only with OAuth failures, for example {@code insufficient_scope}
 */
record ErrorDocument(
    String concreteType,
    String reason,
    Optional<String> errorCode,
    Optional<String> error,
    @JsonProperty("error_description") Optional<String> errorDescription)
    implements Document {
  /** The code of the problem that a token lacks scopes. */
  static final String INSUFFICIENT_SCOPE = "insufficient_scope";

  private static final String TYPE = "org.sagebionetworks.repo.model.ErrorResponse";

  /**
   * Clients repeat any failed request whose text holds one of these, up to 60 times with growing
   * pauses; the other text says the same and is left alone.
   */
  private static final List<Rewording> RETRY_PHRASES =
      List.of(
          Rewording.of("proxy error", "proxy-error"),
          Rewording.of("slow ?down", "slow-down"),
          Rewording.of("timeout", "time-out"),
          Rewording.of("timed out", "timed-out"),
          Rewording.of("connection reset by peer", "connection reset by the peer"),
          Rewording.of("couldn't connect to host", "could not connect to the host"),
          Rewording.of("unknown ssl protocol error", "unknown TLS protocol error"),
          Rewording.of("try again", "repeat"));

  static ErrorDocument of(Problem problem) {
    String text =
        problem.remedy().map(remedy -> problem.message() + " " + remedy).orElse(problem.message());
    return of(text, problem.code());
  }

  /** A token without the scopes that a route needs. */
  static ErrorDocument insufficientScope(String description) {
    return new ErrorDocument(
        TYPE,
        INSUFFICIENT_SCOPE + ". " + harmless(description),
        Optional.of(INSUFFICIENT_SCOPE),
        Optional.of(INSUFFICIENT_SCOPE),
        Optional.of(description));
  }

  static ErrorDocument of(String reason, String code) {
    return new ErrorDocument(
        TYPE, harmless(reason), Optional.of(code), Optional.empty(), Optional.empty());
  }

  /** The text without the phrases that make clients retry. */
  static String harmless(String text) {
    String result = text;
    for (Rewording rewording : RETRY_PHRASES) {
      result = rewording.phrase().matcher(result).replaceAll(rewording.instead());
    }
    return result;
  }

  private record Rewording(Pattern phrase, String instead) {
    static Rewording of(String phrase, String instead) {
      return new Rewording(Pattern.compile(phrase, Pattern.CASE_INSENSITIVE), instead);
    }
  }
}

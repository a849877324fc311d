package io.windlass.server.fsx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Whoever speaks FSx's API to the server. */
interface FsxClient {
  /** Runs an operation; apostrophes in the request stand for quotation marks. */
  Reply call(String operation, String request);

  /** What came of it. */
  interface Reply {
    /** Whether it worked. */
    boolean worked();

    /** The document of a success, or of a failure where the client shows one. */
    JsonNode json();

    /** The document, after a look at what every success is like. */
    JsonNode ok();

    /** The message, after a look at what every failure is like. */
    String fails(int status, String code);

    /** A member of an error beside its message, where the client shows it. */
    Optional<String> detail(String member);

    /** Checks that this member was sent as a time and is taken for one. */
    void hasTime(String member);

    /** The message of a request whose shape or rules are wrong, whoever notices it first. */
    default String badRequest() {
      return fails(400, "BadRequest");
    }

    /** Checks a member of the error beside its message. */
    default void says(String member, String value) {
      detail(member).ifPresent(it -> assertThat(it).isEqualTo(value));
    }
  }
}

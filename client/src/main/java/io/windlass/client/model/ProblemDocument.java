package io.windlass.client.model;

import java.util.List;
import java.util.Optional;

/**
 * Why a request failed: an RFC 9457 problem document.
 *
 * @param type a URI that names the kind of problem, or {@code about:blank}
 * @param title the kind of problem in a few words
 * @param status the HTTP status
 * @param detail one sentence for a person
 * @param code stable word for programs, for example {@code bucket_not_found}
 * @param remedy what to do next
 * @param requestId names the request in the server's log
 * @param errors what is wrong with each thing, where the problem is about several
 */
public record ProblemDocument(
    Optional<String> type,
    Optional<String> title,
    int status,
    Optional<String> detail,
    Optional<String> code,
    Optional<String> remedy,
    Optional<String> requestId,
    List<PartialProblem> errors) {
  /** Copies the list. */
  public ProblemDocument {
    errors = errors == null ? List.of() : List.copyOf(errors);
  }
}

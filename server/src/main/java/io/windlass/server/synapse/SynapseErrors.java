package io.windlass.server.synapse;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.http.HttpServerRequest;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.ErrorAnswer;
import io.windlass.server.http.ErrorDialect;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/**
 * Errors as Synapse clients expect them, below the three roots of the dialect.
 *
 * <p>Clients repeat 429, 500, 502, 503 and 504 for up to half an hour, so a store's refusal, which
 * is permanent until somebody changes something, is a 400 here.
 */
@Singleton
final class SynapseErrors implements ErrorDialect {
  private static final Set<String> NO_TOKEN = Set.of("token_missing", "token_required");
  private static final List<String> ROOTS = List.of("/repo/v1", "/auth/v1", "/file/v1");

  /** Whether the path lies below a root of the dialect. */
  static boolean isOurs(String path) {
    return ROOTS.stream().anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
  }

  @Override
  public boolean speaksFor(HttpServerRequest request, String path) {
    return isOurs(path);
  }

  @Override
  public ErrorAnswer answer(Problem problem, int status, String path, String requestId) {
    ErrorDocument document =
        problem.code().equals(ErrorDocument.INSUFFICIENT_SCOPE)
            ? ErrorDocument.insufficientScope(problem.message())
            : ErrorDocument.of(problem);
    return new ErrorAnswer(
        dialectStatus(problem, status),
        "application/json",
        new String(SynapseJson.write(document), UTF_8));
  }

  /** Who sends no token is known to be nobody here: not allowed, not unknown. */
  private static int dialectStatus(Problem problem, int status) {
    if (problem.kind() == Kind.STORE_REFUSED) {
      return 400;
    }
    return NO_TOKEN.contains(problem.code()) ? 403 : status;
  }
}

package io.windlass.server.globus;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The status and code by which Globus Transfer says a problem.
 *
 * @param status of HTTP; never one that makes clients repeat what a storage has refused
 * @param code upper camel case, parts joined by dots; clients look for exactly these
 */
record TransferCode(int status, String code) {
  private static final Set<String> DENIED =
      Set.of("store_denied", "store_access_denied", "kms_key_denied", "no_credentials");
  private static final Set<String> LOGIN =
      Set.of(
          "store_keys_invalid",
          "store_keys_expired",
          "store_keys_missing",
          "store_clock_skew",
          "credentials_invalid",
          "credentials_expired");
  private static final Set<String> NOT_THERE = Set.of("collection_not_found", "endpoint_not_found");
  private static final Pattern TASK =
      Pattern.compile("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b");

  static TransferCode of(Problem problem, int status, String path) {
    Operation operation = Operation.of(path);
    String code = problem.code();
    if (DENIED.contains(code)) {
      return new TransferCode(403, "EndpointPermissionDenied");
    }
    if (LOGIN.contains(code)) {
      return new TransferCode(502, operation.failure("LoginFailed"));
    }
    if (code.equals("store_unreachable")) {
      return new TransferCode(502, operation.failure("ConnectFailed"));
    }
    if (ofStorage(problem, operation)) {
      return new TransferCode(502, "EndpointError");
    }
    return switch (code) {
      case "no_items" -> new TransferCode(400, "ClientError.BadRequest.NoTransferItems");
      case "not_a_directory" -> operation.ofLs(status, "NotDirectory");
      case "too_many_entries" -> operation.ofLs(status, "SizeLimit");
      case "path_exists" ->
          operation == Operation.MKDIR
              ? new TransferCode(502, "ExternalError.MkdirFailed.Exists")
              : new TransferCode(409, "Conflict");
      default -> ofKind(problem.kind(), status, code, operation);
    };
  }

  /** Whether what failed is the storage and not Windlass. */
  private static boolean ofStorage(Problem problem, Operation operation) {
    return switch (problem.kind()) {
      case STORE_REFUSED -> true;
      case UNAVAILABLE -> operation != Operation.OTHER && !problem.code().equals("request_running");
      default -> false;
    };
  }

  private static TransferCode ofKind(Kind kind, int status, String code, Operation operation) {
    return switch (kind) {
      case INVALID, PRECONDITION_FAILED, TOO_LARGE ->
          new TransferCode(status, "ClientError.BadRequest");
      case UNAUTHENTICATED -> new TransferCode(401, "AuthenticationFailed");
      case FORBIDDEN -> new TransferCode(403, "PermissionDenied");
      case CONFLICT -> new TransferCode(409, "Conflict");
      case UNAVAILABLE -> new TransferCode(503, "ServiceUnavailable");
      case INTERNAL -> new TransferCode(500, "InternalError");
      case STORE_REFUSED -> throw new IllegalStateException("said before");
      case NOT_FOUND -> {
        if (NOT_THERE.contains(code)) {
          yield new TransferCode(404, "EndpointNotFound");
        }
        yield new TransferCode(
            404, operation == Operation.STAT ? "NotFound" : "ClientError.NotFound");
      }
    };
  }

  /** The task that stands in the way of a new one. */
  static Optional<String> blockingTask(Problem problem) {
    Matcher task = TASK.matcher(problem.message());
    return problem.code().equals("same_transfer_active") && task.find()
        ? Optional.of(task.group())
        : Optional.empty();
  }

  /** What was asked of the storage. */
  private enum Operation {
    LS,
    STAT,
    MKDIR,
    RENAME,
    OTHER;

    static Operation of(String path) {
      if (!path.startsWith(GlobusErrors.TRANSFER + "/operation/")) {
        return OTHER;
      }
      return switch (path.substring(path.lastIndexOf('/') + 1)) {
        case "ls" -> LS;
        case "stat" -> STAT;
        case "mkdir" -> MKDIR;
        case "rename" -> RENAME;
        default -> OTHER;
      };
    }

    /** A code that clients do not repeat. */
    String failure(String reason) {
      return switch (this) {
        case LS, STAT -> "ExternalError.DirListingFailed." + reason;
        case MKDIR -> "ExternalError.MkdirFailed." + reason;
        case RENAME, OTHER -> "EndpointError." + reason;
      };
    }

    TransferCode ofLs(int status, String reason) {
      return this == LS
          ? new TransferCode(502, failure(reason))
          : new TransferCode(status, "ClientError.BadRequest");
    }
  }
}

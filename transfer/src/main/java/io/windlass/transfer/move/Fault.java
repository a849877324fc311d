package io.windlass.transfer.move;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import io.windlass.transfer.collection.Storages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with one path, in the words of events: the one place that decides what is to
 * become of it. Immutable.
 *
 * @param code of docs/semantics/transfers.md, in upper case
 * @param problem for the report; its code is the same in lower case
 * @param nature what to do about it
 * @param side where it happened
 */
public record Fault(String code, Problem problem, Nature nature, Side side) {

  /** What to do about a fault. */
  public enum Nature {
    /** It will be the same next time. */
    PERMANENT,
    /** It may be over next time. */
    PASSING,
    /** As {@link #PASSING}, and fewer requests are wanted. */
    THROTTLED,
    /** It is over when a person has replaced credentials. */
    CREDENTIALS,
    /** The source changed while it was read: begin it anew. */
    CHANGED,
    /** The destination has no room. */
    FULL,
    /** The source is in an archive. */
    ARCHIVED
  }

  private static final Set<String> THROTTLING =
      Set.of(
          "SlowDown",
          "Throttling",
          "ThrottlingException",
          "TooManyRequests",
          "RequestLimitExceeded",
          "ServiceUnavailable",
          "HTTP 503",
          "HTTP 429");

  private record Word(String code, Nature nature) {}

  private static final Map<String, Word> WORDS =
      Map.ofEntries(
          Map.entry("path_not_found", new Word("FILE_NOT_FOUND", Nature.PERMANENT)),
          Map.entry("store_denied", new Word("PERMISSION_DENIED", Nature.PERMANENT)),
          Map.entry("not_a_directory", new Word("NOT_A_DIRECTORY", Nature.PERMANENT)),
          Map.entry("is_a_directory", new Word("IS_A_DIRECTORY", Nature.PERMANENT)),
          Map.entry("not_a_file", new Word("NOT_A_FILE", Nature.PERMANENT)),
          Map.entry("path_exists", new Word("IS_A_FILE", Nature.PERMANENT)),
          Map.entry("invalid_path_name", new Word("INVALID_PATH_NAME", Nature.PERMANENT)),
          Map.entry("ambiguous_path", new Word("AMBIGUOUS_PATH", Nature.PERMANENT)),
          Map.entry("invalid_symlink", new Word("INVALID_SYMLINK", Nature.PERMANENT)),
          Map.entry("no_credentials", new Word("NO_CREDENTIALS", Nature.CREDENTIALS)),
          Map.entry("source_changed", new Word("FILE_SIZE_CHANGED", Nature.CHANGED)),
          Map.entry("no_space_left", new Word("NO_SPACE_LEFT", Nature.FULL)),
          Map.entry("quota_exceeded", new Word("QUOTA_EXCEEDED", Nature.FULL)),
          Map.entry("store_checksum_mismatch", new Word("VERIFY_CHECKSUM", Nature.PASSING)),
          Map.entry("verify_checksum", new Word("VERIFY_CHECKSUM", Nature.PASSING)),
          Map.entry(
              "external_checksum_mismatch",
              new Word("EXTERNAL_CHECKSUM_MISMATCH", Nature.PERMANENT)),
          Map.entry("upload_not_found", new Word("MPU_NOT_FOUND", Nature.PASSING)),
          Map.entry("file_archived", new Word("FILE_ARCHIVED", Nature.ARCHIVED)),
          Map.entry("file_not_found", new Word("FILE_NOT_FOUND", Nature.PERMANENT)),
          Map.entry("permission_denied", new Word("PERMISSION_DENIED", Nature.PERMANENT)),
          Map.entry("collection_not_found", new Word("FILE_NOT_FOUND", Nature.PERMANENT)),
          Map.entry("limit_exceeded", new Word("LIMIT_EXCEEDED", Nature.PERMANENT)),
          Map.entry("auth", new Word("AUTH", Nature.CREDENTIALS)),
          Map.entry("endpoint_too_busy", new Word("ENDPOINT_TOO_BUSY", Nature.THROTTLED)),
          Map.entry("address_denied", new Word("PERMISSION_DENIED", Nature.PERMANENT)),
          Map.entry("connect_failed", new Word("CONNECT_FAILED", Nature.PASSING)),
          Map.entry("connection_broken", new Word("CONNECTION_BROKEN", Nature.PASSING)),
          Map.entry("tags_not_preserved", new Word("TAGS_NOT_PRESERVED", Nature.PERMANENT)),
          Map.entry("acl_not_preserved", new Word("ACL_NOT_PRESERVED", Nature.PERMANENT)),
          Map.entry("versions_not_preserved", new Word("VERSIONS_NOT_PRESERVED", Nature.PERMANENT)),
          Map.entry("metadata_not_preserved", new Word("METADATA_NOT_PRESERVED", Nature.PERMANENT)),
          Map.entry(
              "storage_class_not_preserved",
              new Word("STORAGE_CLASS_NOT_PRESERVED", Nature.PERMANENT)),
          Map.entry("checksum_not_kept", new Word("CHECKSUM_NOT_KEPT", Nature.PERMANENT)),
          Map.entry("symlinks_not_kept", new Word("SYMLINKS_NOT_KEPT", Nature.PERMANENT)),
          Map.entry("metadata_too_large", new Word("METADATA_TOO_LARGE", Nature.PERMANENT)),
          Map.entry("clock", new Word("CLOCK", Nature.PASSING)),
          Map.entry("kms_key_denied", new Word("PERMISSION_DENIED", Nature.PERMANENT)));

  /** The fault behind an exception; whatever is no exception of Windlass is a passing one. */
  public static Fault of(Throwable failure, Side side) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SideException sided) {
        return of(sided.getCause(), sided.side());
      }
    }
    if (failure instanceof WindlassException known && Storages.awaitsCredentials(known)) {
      return of(new Word(credentialsCode(known), Nature.CREDENTIALS), known.problem(), side);
    }
    if (failure instanceof StoreException store) {
      return ofStore(store, side);
    }
    if (failure instanceof WindlassException known) {
      return ofProblem(known.problem(), side);
    }
    if (failure instanceof IOException || failure instanceof UncheckedIOException) {
      return of(
          "CONNECTION_BROKEN",
          Nature.PASSING,
          side,
          "Reading or writing broke off: " + text(failure));
    }
    return of(
        "INTERNAL_ERROR", Nature.PASSING, side, "Something unexpected happened: " + text(failure));
  }

  private static String credentialsCode(WindlassException failure) {
    return failure.problem().code().equals("no_credentials") ? "NO_CREDENTIALS" : "AUTH";
  }

  /** A fault that is seen without an exception. */
  public static Fault of(String code, Nature nature, Side side, String message) {
    return new Fault(
        code, Problem.of(kind(nature), code.toLowerCase(Locale.ROOT), message), nature, side);
  }

  /** The fault of a problem. */
  public static Fault ofProblem(Problem problem, Side side) {
    Word word = WORDS.get(problem.code());
    if (word == null) {
      word =
          switch (problem.kind()) {
            case UNAVAILABLE -> new Word("ENDPOINT_ERROR", Nature.PASSING);
            case INTERNAL -> new Word("INTERNAL_ERROR", Nature.PASSING);
            default -> new Word("ENDPOINT_ERROR", Nature.PERMANENT);
          };
    }
    return of(word, problem, side);
  }

  private static Fault ofStore(StoreException failure, Side side) {
    Word word =
        switch (failure.failure()) {
          case StoreFailure.NoSuchBucket _ -> new Word("FILE_NOT_FOUND", Nature.PERMANENT);
          case StoreFailure.NoSuchObject missing ->
              missing.storeCode().equals("NoSuchUpload")
                  ? new Word("MPU_NOT_FOUND", Nature.PASSING)
                  : new Word("FILE_NOT_FOUND", Nature.PERMANENT);
          case StoreFailure.Denied _, StoreFailure.KeyDenied _ ->
              new Word("PERMISSION_DENIED", Nature.PERMANENT);
          case StoreFailure.BadKeys _, StoreFailure.ExpiredKeys _ ->
              new Word("AUTH", Nature.CREDENTIALS);
          case StoreFailure.ClockSkew _ -> new Word("CLOCK", Nature.PASSING);
          case StoreFailure.WrongRegion _ -> new Word("ENDPOINT_ERROR", Nature.PERMANENT);
          case StoreFailure.PreconditionFailed _ -> new Word("FILE_SIZE_CHANGED", Nature.CHANGED);
          case StoreFailure.Unsupported _ -> new Word("ENDPOINT_ERROR", Nature.PERMANENT);
          case StoreFailure.Unreachable gone -> unreachable(gone);
          case StoreFailure.Refused refused -> refused(refused);
        };
    return of(word, failure.problem(), side);
  }

  private static Word unreachable(StoreFailure.Unreachable failure) {
    if (THROTTLING.contains(failure.storeCode())) {
      return new Word("ENDPOINT_TOO_BUSY", Nature.THROTTLED);
    }
    return failure.storeCode().equals("ConnectionFailed")
        ? new Word("CONNECT_FAILED", Nature.PASSING)
        : new Word("ENDPOINT_ERROR", Nature.PASSING);
  }

  private static Word refused(StoreFailure.Refused failure) {
    return switch (failure.storeCode()) {
      case "InvalidObjectState" -> new Word("FILE_ARCHIVED", Nature.ARCHIVED);
      case "BadDigest",
          "InvalidDigest",
          "XAmzContentSHA256Mismatch",
          "XAmzContentChecksumMismatch" ->
          new Word("VERIFY_CHECKSUM", Nature.PASSING);
      case "QuotaExceeded" -> new Word("QUOTA_EXCEEDED", Nature.FULL);
      case "KeyTooLongError", "InvalidObjectName", "InvalidURI" ->
          new Word("INVALID_PATH_NAME", Nature.PERMANENT);
      case "MetadataTooLarge" -> new Word("METADATA_TOO_LARGE", Nature.PERMANENT);
      case "EntityTooLarge" -> new Word("LIMIT_EXCEEDED", Nature.PERMANENT);
      case "IncompleteBody" -> new Word("CONNECTION_BROKEN", Nature.PASSING);
      default -> new Word("ENDPOINT_ERROR", Nature.PERMANENT);
    };
  }

  private static Fault of(Word word, Problem problem, Side side) {
    return new Fault(
        word.code(),
        new Problem(
            problem.kind(),
            word.code().toLowerCase(Locale.ROOT),
            problem.message(),
            problem.remedy()),
        word.nature(),
        side);
  }

  private static Kind kind(Nature nature) {
    return nature == Nature.PERMANENT ? Kind.STORE_REFUSED : Kind.UNAVAILABLE;
  }

  private static String text(Throwable failure) {
    String text = failure.getMessage();
    return (text == null ? failure.getClass().getSimpleName() : text) + ".";
  }

  /** Whether what has arrived of a file in parts is of use to an attempt after this failure. */
  static boolean worthKeeping(Exception failure) {
    if (failure instanceof InterruptedException) {
      return true;
    }
    return switch (of(failure, Side.DESTINATION).nature()) {
      case PASSING, THROTTLED, CREDENTIALS, FULL -> true;
      case PERMANENT, CHANGED, ARCHIVED -> false;
    };
  }

  /** The same, over only when a person replaces credentials. */
  public Fault awaitingCredentials() {
    return new Fault(
        code.equals("NO_CREDENTIALS") ? code : "AUTH", problem, Nature.CREDENTIALS, side);
  }

  /** Whether a transfer that allows it goes on without the path. */
  public boolean skippable() {
    return side == Side.SOURCE
        && (code.equals("PERMISSION_DENIED")
            || code.equals("FILE_NOT_FOUND")
            || code.equals("AMBIGUOUS_PATH"));
  }
}

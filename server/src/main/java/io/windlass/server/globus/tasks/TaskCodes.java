package io.windlass.server.globus.tasks;

import io.windlass.foundation.Problem;
import java.util.Locale;
import java.util.Map;

/** Problems of files by the names that Globus has for them; others keep their own in capitals. */
final class TaskCodes {
  private static final Map<String, String> CODES =
      Map.ofEntries(
          Map.entry("path_not_found", "FILE_NOT_FOUND"),
          Map.entry("bucket_not_found", "FILE_NOT_FOUND"),
          Map.entry("object_not_found", "FILE_NOT_FOUND"),
          Map.entry("store_denied", "PERMISSION_DENIED"),
          Map.entry("store_access_denied", "PERMISSION_DENIED"),
          Map.entry("kms_key_denied", "PERMISSION_DENIED"),
          Map.entry("access_denied", "PERMISSION_DENIED"),
          Map.entry("store_keys_invalid", "AUTH"),
          Map.entry("store_keys_expired", "AUTH"),
          Map.entry("store_keys_missing", "NO_CREDENTIALS"),
          Map.entry("store_clock_skew", "CLOCK"),
          Map.entry("store_unreachable", "CONNECT_FAILED"),
          Map.entry("store_refused", "ENDPOINT_ERROR"),
          Map.entry("store_unsupported", "ENDPOINT_ERROR"),
          Map.entry("bucket_in_other_region", "ENDPOINT_ERROR"),
          Map.entry("source_changed", "FILE_SIZE_CHANGED"),
          Map.entry("content_changed", "FILE_SIZE_CHANGED"),
          Map.entry("store_checksum_mismatch", "VERIFY_CHECKSUM"),
          Map.entry("checksum_mismatch", "VERIFY_CHECKSUM"),
          Map.entry("internal_error", "INTERNAL_ERROR"));

  private TaskCodes() {}

  static String of(Problem problem) {
    return CODES.getOrDefault(problem.code(), problem.code().toUpperCase(Locale.ROOT));
  }

  static String text(Problem problem) {
    return problem
        .remedy()
        .map(remedy -> problem.message() + " " + remedy)
        .orElse(problem.message());
  }
}

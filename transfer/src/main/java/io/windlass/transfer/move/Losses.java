package io.windlass.transfer.move;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.Locale;

/**
 * What becomes of a file when something that was asked for beside its content cannot be had: it is
 * told once for all files and done without, or the file fails. Thread-safe.
 *
 * @param fail whether the file fails
 */
record Losses(Notices notices, boolean fail) {
  /**
   * A file loses something.
   *
   * @param code of the event, and in lower case of the file's problem
   * @param detail what is lost, with its article
   * @param without what is done instead
   * @param why half a sentence, or the store's words
   * @throws LostDetail when the file is to fail
   */
  void lost(String code, String detail, String without, String why) {
    if (fail) {
      throw new LostDetail(
          Problem.of(
              Kind.STORE_REFUSED,
              code.toLowerCase(Locale.ROOT),
              "The file is not wanted without " + detail + ", and cannot have it: " + why));
    }
    notices.once(code, without + ": " + why);
  }
}

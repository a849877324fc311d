package io.windlass.catalog;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.util.Locale;

/** The refusals that several rules of the catalog share. */
final class CatalogProblems {
  private CatalogProblems() {}

  static WindlassException noEntry(long id) {
    return Problem.of(Kind.NOT_FOUND, "entry_not_found", "There is no entry " + id + ".")
        .toException();
  }

  static WindlassException noPath(String path) {
    return Problem.of(Kind.NOT_FOUND, "entry_not_found", "There is nothing at '" + path + "'.")
        .toException();
  }

  static WindlassException denied(long id, Access missing) {
    String word = missing.name().toLowerCase(Locale.ROOT);
    return Problem.of(
            Kind.FORBIDDEN,
            "access_denied",
            "You lack the access '" + word + "' to entry " + id + ".")
        .withRemedy("Ask an owner of the project for it.")
        .toException();
  }

  static WindlassException refused(String code, String message) {
    return Problem.of(Kind.FORBIDDEN, code, message).toException();
  }

  static WindlassException nameTaken() {
    return Problem.of(
            Kind.CONFLICT, "name_taken", "Another entry in the same place has this name already.")
        .withRemedy("Choose another name, or rename or delete the other entry.")
        .toException();
  }

  static WindlassException changedMeanwhile(String what) {
    return Problem.of(
            Kind.PRECONDITION_FAILED,
            "etag_mismatch",
            "The " + what + " was changed after it was read: the etag is no longer current.")
        .withRemedy("Read it again and repeat the change.")
        .toException();
  }

  static WindlassException mismatch(String code, String message) {
    return Problem.of(Kind.PRECONDITION_FAILED, code, message).toException();
  }

  static WindlassException invalid(String code, String message) {
    return Problem.of(Kind.INVALID, code, message).toException();
  }

  static WindlassException noStoredFile(long id) {
    return Problem.of(
            Kind.NOT_FOUND, "stored_file_not_found", "There is no stored file " + id + ".")
        .toException();
  }

  static WindlassException noVersion(long id, long number) {
    return Problem.of(
            Kind.NOT_FOUND, "version_not_found", "File " + id + " has no version " + number + ".")
        .toException();
  }

  static WindlassException notAFile(long id) {
    return invalid("not_a_file", "Entry " + id + " is not a file.");
  }
}

package io.windlass.catalog.content;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.util.List;
import java.util.stream.Collectors;

/** What can be wrong with a request about an upload. */
final class UploadProblems {
  private static final int SHOWN = 10;

  private UploadProblems() {}

  static WindlassException notFound(String id) {
    return Problem.of(Kind.NOT_FOUND, "upload_not_found", "There is no upload " + id + ".")
        .toException();
  }

  static WindlassException notYours() {
    return Problem.of(
            Kind.FORBIDDEN, "not_your_upload", "Only who started an upload may go on with it.")
        .toException();
  }

  static WindlassException cancelled(String id) {
    return Problem.of(Kind.CONFLICT, "upload_cancelled", "Upload " + id + " was given up.")
        .withRemedy("Start a new one.")
        .toException();
  }

  static WindlassException completed(String id) {
    return Problem.of(Kind.CONFLICT, "upload_completed", "Upload " + id + " is complete.")
        .withRemedy("Delete the file it made, if it is not wanted.")
        .toException();
  }

  static WindlassException gone() {
    return Problem.of(
            Kind.CONFLICT,
            "upload_gone",
            "The store does not know this upload any more; somebody or a rule of the bucket ended it.")
        .withRemedy("Start it again.")
        .toException();
  }

  static WindlassException noSuchPart(int number, int count) {
    return Problem.of(
            Kind.INVALID,
            "part_number_out_of_range",
            "The parts of this upload are 1 to %d; %d was asked for.".formatted(count, number))
        .toException();
  }

  static WindlassException tooManyAtOnce(int limit) {
    return Problem.of(
            Kind.INVALID,
            "batch_too_large",
            "At most " + limit + " parts are signed at a time, and at least one.")
        .toException();
  }

  static WindlassException batchTooLarge(int limit) {
    return Problem.of(Kind.INVALID, "batch_too_large", "A batch has at most " + limit + " uploads.")
        .withRemedy("Ask for fewer at a time.")
        .toException();
  }

  static WindlassException partsMissing(List<Integer> numbers) {
    String shown =
        numbers.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
    return Problem.of(
            Kind.INVALID,
            "parts_missing",
            "%d parts are missing or were changed after they were added: %s%s."
                .formatted(numbers.size(), shown, numbers.size() > SHOWN ? ", …" : ""))
        .withRemedy("Send and add them, then complete the upload again.")
        .toException();
  }

  static WindlassException contentDiffers(String what) {
    return Problem.of(Kind.INVALID, "content_differs", what)
        .withRemedy("Start the upload again.")
        .toException();
  }

  static WindlassException digestsDisagree(String name) {
    return Problem.of(
            Kind.INVALID,
            "content_differs",
            "The %s given at the end is not the one given at the start.".formatted(name))
        .withRemedy("The file changed while it was sent: start the upload again.")
        .toException();
  }

  static WindlassException locationDenied(long locationId) {
    return Problem.of(
            Kind.FORBIDDEN,
            "location_denied",
            "You may not write to location %d.".formatted(locationId))
        .withRemedy(
            "Upload into a folder that has this location and in which you may create files.")
        .toException();
  }

  static WindlassException locationNotFound(long locationId) {
    return Problem.of(
            Kind.NOT_FOUND, "location_not_found", "There is no location " + locationId + ".")
        .toException();
  }

  static WindlassException notAFolder(long entryId) {
    return Problem.of(
            Kind.INVALID, "not_a_folder", "Entry " + entryId + " is not a project or folder.")
        .toException();
  }

  static WindlassException notForAFolder(String id) {
    return Problem.of(
            Kind.INVALID, "upload_without_folder", "Upload " + id + " is not meant for a folder.")
        .toException();
  }

  static WindlassException nameTaken(String name) {
    return Problem.of(
            Kind.CONFLICT, "name_taken", "The folder has an entry named '" + name + "' already.")
        .withRemedy("Choose another name, or ask for a new version.")
        .toException();
  }

  static WindlassException keyTooLong() {
    return Problem.of(
            Kind.INVALID,
            "key_too_long",
            "The location's base key and the file name together make a key of more than 1,024"
                + " bytes.")
        .withRemedy("Choose a shorter file name.")
        .toException();
  }

  static WindlassException fileNotFound(long fileId) {
    return Problem.of(Kind.NOT_FOUND, "file_not_found", "There is no stored file " + fileId + ".")
        .toException();
  }

  static WindlassException cannotCopy(String code, String why) {
    return Problem.of(Kind.INVALID, code, why)
        .withRemedy("Download the file and upload it instead.")
        .toException();
  }
}

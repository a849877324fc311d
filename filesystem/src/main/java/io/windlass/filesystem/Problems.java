package io.windlass.filesystem;

import io.windlass.filesystem.FileSystem.Lifecycle;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;

/** Refusals that come from more than one place. */
final class Problems {
  private Problems() {}

  static WindlassException noFileSystem(String id) {
    return notFound("file_system_not_found", "There is no file system " + id + ".");
  }

  static WindlassException noLink(String id) {
    return notFound("link_not_found", "There is no link " + id + ".");
  }

  static WindlassException noTask(String id) {
    return notFound("repository_task_not_found", "There is no task " + id + ".");
  }

  static WindlassException invalid(String code, String message) {
    return Problem.of(Kind.INVALID, code, message).toException();
  }

  static WindlassException notAvailable(FileSystem fileSystem) {
    String why =
        fileSystem.lifecycle() == Lifecycle.DELETING ? "is being deleted" : "is out of service";
    return Problem.of(
            Kind.CONFLICT,
            "file_system_not_available",
            "The file system " + fileSystem.id() + " " + why + ".")
        .toException();
  }

  private static WindlassException notFound(String code, String message) {
    return Problem.of(Kind.NOT_FOUND, code, message).toException();
  }
}

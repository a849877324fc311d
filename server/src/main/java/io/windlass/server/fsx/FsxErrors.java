package io.windlass.server.fsx;

import io.windlass.filesystem.IncompatibleParameter;
import io.windlass.filesystem.LimitExceeded;
import io.windlass.foundation.Problem;
import io.windlass.foundation.WindlassException;
import io.windlass.server.aws.AwsFault;
import java.util.Map;

/** The problems of the houses in the words of FSx. */
final class FsxErrors {
  private static final Map<String, String> CODES =
      Map.of(
          "file_system_not_found", "FileSystemNotFound",
          "link_not_found", "DataRepositoryAssociationNotFound",
          "repository_task_not_found", "DataRepositoryTaskNotFound",
          "task_ended", "DataRepositoryTaskEnded",
          "task_executing", "DataRepositoryTaskExecuting");

  /** Where FSx has another name for what the houses compare. */
  private static final Map<String, String> PARAMETERS =
      Map.ofEntries(
          Map.entry("path", "FileSystemPath"),
          Map.entry("repositoryPath", "DataRepositoryPath"),
          Map.entry("target", "DataRepositoryPath"),
          Map.entry("importMetadata", "BatchImportMetaDataOnCreate"),
          Map.entry("chunkSize", "ImportedFileChunkSize"),
          Map.entry("imports", "S3"),
          Map.entry("exports", "S3"),
          Map.entry("deleteData", "DeleteDataInFileSystem"),
          Map.entry("kind", "Type"),
          Map.entry("reportPath", "Report"),
          Map.entry("releaseAge", "ReleaseConfiguration"),
          Map.entry("linkId", "AssociationId"),
          Map.entry("projectGuid", "Tags"),
          Map.entry("name", "Tags"),
          Map.entry("id", "Tags"),
          Map.entry("node", "Tags"),
          Map.entry("source", "Tags"),
          Map.entry("mountPoint", "Tags"),
          Map.entry("attributes", "LustreConfiguration"));

  private FsxErrors() {}

  static AwsFault of(WindlassException failure) {
    Problem problem = failure.problem();
    String text =
        problem.remedy().map(remedy -> problem.message() + " " + remedy).orElse(problem.message());
    if (problem.code().equals("no_connection")) {
      return badRequest("Get*, List* and PutObject on the bucket must be allowed. " + text);
    }
    if (problem.code().equals("project_not_named")) {
      return badRequest(text + " The tag " + FileSystemPlace.PROJECT + " does.");
    }
    return switch (failure) {
      case IncompatibleParameter e -> incompatible(parameter(e.parameter()));
      case LimitExceeded e ->
          new AwsFault(400, "ServiceLimitExceeded", text, Map.of("Limit", e.limit().name()));
      default -> AwsFault.client(CODES.getOrDefault(problem.code(), "BadRequest"), text);
    };
  }

  /** A token came with another value of this member than before. */
  static AwsFault incompatible(String member) {
    return new AwsFault(
        400,
        "IncompatibleParameterError",
        "The ClientRequestToken was used before with another " + member + ".",
        Map.of("Parameter", member));
  }

  static AwsFault badRequest(String sentence) {
    return AwsFault.client("BadRequest", sentence);
  }

  static AwsFault unsupported(String sentence) {
    return AwsFault.client("UnsupportedOperation", sentence);
  }

  private static String parameter(String name) {
    return PARAMETERS.getOrDefault(name, Character.toUpperCase(name.charAt(0)) + name.substring(1));
  }
}

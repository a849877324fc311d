package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.ProjectFileSystems.Use;
import io.windlass.catalog.identity.Scope;
import io.windlass.client.model.FilePaths;
import io.windlass.client.model.FileStates;
import io.windlass.client.model.FilesDone;
import io.windlass.filesystem.FileSystem;
import io.windlass.filesystem.FileSystemFilter;
import io.windlass.filesystem.FileSystems;
import io.windlass.filesystem.LocalFiles;
import io.windlass.filesystem.LocalFiles.Done;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Requires;
import io.windlass.server.http.RunsAgain;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Files of a file system that the node of this process has. */
@Path("/api/v1/file-systems/{fileSystem}/files")
@RunOnVirtualThread
public class FileSystemFilesResource {
  private static final int MOST = 1000;
  private static final int LONGEST = 4096;

  private final CurrentCaller caller;
  private final FileSystemAccess access;
  private final FileSystems fileSystems;
  private final LocalFiles files;

  FileSystemFilesResource(
      CurrentCaller caller, FileSystemAccess access, FileSystems fileSystems, LocalFiles files) {
    this.caller = caller;
    this.access = access;
    this.fileSystems = fileSystems;
    this.files = files;
  }

  /** What is known of each path. */
  @POST
  @Path("state")
  @RunsAgain
  @Requires(Scope.VIEW)
  public FileStates state(@PathParam("fileSystem") String id, FilePaths paths) {
    return new FileStates(
        files.state(checked(id, paths, Use.SEE)).stream().map(FileSystemRecords::state).toList());
  }

  /** Fetches the content of files; answers when it is here. */
  @POST
  @Path("restore")
  @RunsAgain
  public FilesDone restore(@PathParam("fileSystem") String id, FilePaths paths) {
    return each(checked(id, paths, Use.RUN), files::restore);
  }

  /** Exports files that are new or changed; answers when they are in the bucket. */
  @POST
  @Path("archive")
  @RunsAgain
  public FilesDone archive(@PathParam("fileSystem") String id, FilePaths paths) {
    return each(checked(id, paths, Use.RUN), files::archive);
  }

  /** Drops content that the bucket has too. */
  @POST
  @Path("release")
  @RunsAgain
  public FilesDone release(@PathParam("fileSystem") String id, FilePaths paths) {
    return each(checked(id, paths, Use.RUN), files::release);
  }

  private static FilesDone each(List<String> paths, Function<String, Done> work) {
    List<Done> done = paths.stream().map(work).toList();
    return new FilesDone(
        done.stream().mapToLong(Done::succeeded).sum(),
        done.stream().mapToLong(Done::failed).sum(),
        done.stream()
            .flatMap(one -> one.failures().stream())
            .map(FileSystemRecords::failed)
            .toList());
  }

  /** The paths, all of which must lie in the file system that the caller's right was proven for. */
  private List<String> checked(String id, FilePaths paths, Use use) {
    List<String> wanted = required(paths).paths();
    FileSystem fileSystem = access.get(caller.get(), id, Optional.empty(), use);
    if (wanted.isEmpty() || wanted.size() > MOST) {
      throw Problem.of(Kind.INVALID, "invalid_paths", "1 to 1,000 paths are needed.").toException();
    }
    List<FileSystem> others =
        fileSystems.list(FileSystemFilter.all(), Page.first()).items().stream()
            .filter(other -> !other.id().equals(fileSystem.id()))
            .filter(other -> other.node().equals(fileSystem.node()))
            .filter(other -> other.mountPoint().startsWith(fileSystem.mountPoint()))
            .toList();
    return wanted.stream().map(path -> checked(fileSystem, others, path)).toList();
  }

  private static String checked(FileSystem fileSystem, List<FileSystem> others, String text) {
    java.nio.file.Path path =
        FileSystemRecords.path("paths", text.length() > LONGEST ? "" : text).normalize();
    boolean elsewhere = others.stream().anyMatch(other -> path.startsWith(other.mountPoint()));
    if (!path.startsWith(fileSystem.mountPoint()) || elsewhere) {
      throw Problem.of(
              Kind.INVALID,
              "path_outside_file_system",
              "The path " + text + " is not below " + fileSystem.mountPoint() + ".")
          .withRemedy("Give an absolute path below the mount point of the file system.")
          .toException();
    }
    return path.toString();
  }
}

package io.windlass.filesystem;

import io.windlass.filesystem.LinkDetails.Lifecycle;
import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.filesystem.link.LinkPaths;
import io.windlass.filesystem.link.LinkPaths.Repository;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Which links may be beside which. */
final class LinkRules {
  private static final int MOST_CHUNK = 512_000;

  private final FileSystemSettings settings;

  LinkRules(FileSystemSettings settings) {
    this.settings = settings;
  }

  static void checkChunkSize(int size) {
    if (size < 1 || size > MOST_CHUNK) {
      throw Problems.invalid("invalid_link", "The chunk size is from 1 to 512,000 MiB.");
    }
  }

  /** The file system, if links may be asked for. */
  FileSystem fileSystem(Optional<FileSystem> found, NewLink wanted) {
    FileSystem fileSystem = found.orElseThrow(() -> Problems.noFileSystem(wanted.fileSystemId()));
    return switch (fileSystem.lifecycle()) {
      case CREATING, AVAILABLE, MISCONFIGURED -> fileSystem;
      case FAILED, DELETING -> throw Problems.notAvailable(fileSystem);
    };
  }

  /** Number, root, overlap and queue, in this order. */
  void check(Handle handle, Link wanted, String place) {
    String id = wanted.fileSystemId();
    checkDirectory(handle, id, wanted.directory());
    Map<String, String> places = LinkRows.stores(handle, id);
    LinkRows.ofFileSystem(handle, id).stream()
        .filter(other -> place.equals(places.get(other.id())))
        .forEach(other -> checkRepository(wanted, other));
    checkQueue(handle, id);
  }

  /** What can be said before the bucket is known. */
  void checkDirectory(Handle handle, String id, String directory) {
    List<LinkDetails> others = LinkRows.ofFileSystem(handle, id);
    if (others.size() >= settings.links()) {
      throw conflict(
          "too_many_links",
          "The file system has " + settings.links() + " links already, the most there may be.");
    }
    boolean rootAmong = others.stream().anyMatch(other -> other.link().directory().isEmpty());
    if (rootAmong || (directory.isEmpty() && !others.isEmpty())) {
      throw conflict(
          "root_link_exclusive", "A link of the root directory must be the only one there is.");
    }
    others.forEach(other -> checkDirectory(directory, other));
  }

  void checkQueue(Handle handle, String fileSystemId) {
    if (LinkRequests.waiting(handle, fileSystemId) >= settings.waitingRequests()) {
      throw Problem.of(
              Kind.CONFLICT,
              "link_queue_full",
              settings.waitingRequests()
                  + " requests of the file system wait already, the most there may be.")
          .withRemedy("Try again when some of them are done.")
          .toException();
    }
  }

  static void checkState(LinkDetails link, Lifecycle... allowed) {
    if (!Arrays.asList(allowed).contains(link.lifecycle())) {
      throw conflict(
          "link_wrong_state", "The link is " + link.lifecycle() + ", which does not allow this.");
    }
  }

  private static void checkDirectory(String directory, LinkDetails other) {
    if (LinkPaths.directoriesOverlap(directory, other.link().directory())) {
      throw conflict(
          "links_overlap",
          "The directory overlaps with " + other.path() + " of " + other.id() + ".");
    }
  }

  private static void checkRepository(Link wanted, LinkDetails other) {
    if (LinkPaths.repositoriesOverlap(repository(wanted), repository(other.link()))) {
      throw conflict(
          "links_overlap",
          "The prefix overlaps with " + other.repositoryPath() + " of " + other.id() + ".");
    }
  }

  static Repository repository(Link link) {
    return new Repository(link.bucket(), link.prefix());
  }

  /** In the order in which differences are told. */
  static Map<String, Object> parameters(NewLink wanted) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("fileSystemId", wanted.fileSystemId());
    parameters.put("path", wanted.path());
    parameters.put("repositoryPath", wanted.repositoryPath().stream().toList());
    parameters.put("target", wanted.target().toString());
    parameters.put("importMetadata", wanted.importMetadata());
    parameters.put("chunkSize", wanted.chunkSize());
    parameters.put("imports", words(wanted.imports()));
    parameters.put("exports", words(wanted.exports()));
    parameters.put("tags", wanted.tags());
    parameters.put("events", wanted.events().toString());
    return parameters;
  }

  static Map<String, Object> parameters(String id, LinkChange change) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("linkId", id);
    parameters.put("chunkSize", change.chunkSize().stream().toList());
    parameters.put("imports", change.imports().map(LinkRules::words).stream().toList());
    parameters.put("exports", change.exports().map(LinkRules::words).stream().toList());
    return parameters;
  }

  private static Set<String> words(Set<Change> changes) {
    Set<String> words = new TreeSet<>();
    changes.forEach(change -> words.add(change.name()));
    return words;
  }

  private static WindlassException conflict(String code, String message) {
    return Problem.of(Kind.CONFLICT, code, message).toException();
  }
}

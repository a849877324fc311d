package io.windlass.filesystem.exports;

import io.windlass.filesystem.tree.ObjectMetadata;
import io.windlass.linux.FileStatus;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import java.util.Optional;

/** Metadata of objects, from the status of entries. */
final class Labels {
  private Labels() {}

  static WriteOptions of(FileStatus status, String path) {
    String type = status.isDirectory() ? "application/x-directory" : ContentTypes.of(path);
    return WriteOptions.NONE.withContentType(type).withMetadata(metadata(status).format());
  }

  /** The same, keeping the content type of the object. */
  static WriteOptions of(FileStatus status, String path, ObjectFacts facts) {
    WriteOptions labels = of(status, path);
    return facts.contentType().map(labels::withContentType).orElse(labels);
  }

  /** Whether the object says of mode and owner what the entry has; times alone do not count. */
  static boolean agree(FileStatus status, ObjectFacts facts) {
    ObjectMetadata here = metadata(status);
    ObjectMetadata there = ObjectMetadata.parse(facts.id().key(), facts.metadata());
    boolean directory = status.isDirectory();
    boolean permissions =
        status.isSymbolicLink() || permissions(here, directory) == permissions(there, directory);
    return permissions
        && status.uid() == there.owner().orElse(0)
        && status.gid() == there.group().orElse(0)
        && status.isSymbolicLink() == there.symbolicLink();
  }

  /** Whether the object was written from this very file: same size and time, to the nanosecond. */
  static boolean sameFile(FileStatus status, ObjectFacts facts) {
    return status.size() == facts.size()
        && ObjectMetadata.parse(facts.id().key(), facts.metadata())
            .modified()
            .equals(Optional.of(status.modified()));
  }

  private static int permissions(ObjectMetadata metadata, boolean directory) {
    return metadata.permissions(directory).orElse(ObjectMetadata.DEFAULT_PERMISSIONS);
  }

  private static ObjectMetadata metadata(FileStatus status) {
    return ObjectMetadata.of(
        status.mode(), status.uid(), status.gid(), status.modified(), status.accessed());
  }
}

package io.windlass.filesystem.imports;

import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.tree.Draft;
import io.windlass.filesystem.tree.EntryMetadata;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileName;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.ObjectContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Turns objects into drafts of entries: with their bytes or without, or symbolic links. */
final class ObjectDrafts {
  /** Bytes that the target of a symbolic link can have. */
  static final int LONGEST_TARGET = 4095;

  private static final int CHUNK = 1 << 18;

  private final ObjectStore store;
  private final Link link;
  private final boolean lazy;

  ObjectDrafts(ObjectStore store, Link link, boolean lazy) {
    this.store = store;
    this.link = link;
    this.lazy = lazy;
  }

  /** A file. Where it is not lazy, its bytes are fetched when the draft becomes an entry. */
  Draft file(ObjectFacts facts, String stateKey, EntryMetadata metadata) {
    if (lazy && facts.size() > 0) {
      return new Draft.Stub(
          FileState.released(
              link.number(), stateKey, facts.etag(), facts.size(), metadata.modified()),
          metadata);
    }
    return new Draft.Whole(local(facts, stateKey, metadata), metadata, file -> fetch(facts, file));
  }

  /** The state of an entry that has the object's content. */
  FileState local(ObjectFacts facts, String stateKey, EntryMetadata metadata) {
    return FileState.local(
        link.number(), stateKey, facts.etag(), facts.size(), metadata.modified());
  }

  /**
   * The target that the body of a symbolic link's object names; nothing over 4,095 bytes is read.
   */
  String target(ObjectFacts facts) {
    try (ObjectContent content =
        store.get(facts.id(), Optional.empty(), Optional.of(facts.etag()))) {
      return FileName.decode(content.stream().readNBytes(LONGEST_TARGET + 1));
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Fetches exactly the object of the facts. */
  private void fetch(ObjectFacts facts, Descriptor file) {
    if (facts.size() == 0) {
      return;
    }
    try (ObjectContent content =
        store.get(facts.id(), Optional.empty(), Optional.of(facts.etag()))) {
      long written = copy(content.stream(), file);
      if (written != facts.size()) {
        throw Problem.of(
                Kind.UNAVAILABLE,
                "object_incomplete",
                "The store sent " + written + " of " + facts.size() + " bytes.")
            .toException();
      }
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private static long copy(InputStream stream, Descriptor file) throws IOException {
    byte[] bytes = new byte[CHUNK];
    ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
    long offset = 0;
    for (int count = stream.read(bytes); count >= 0; count = stream.read(bytes)) {
      buffer.clear().put(bytes, 0, count).flip();
      while (buffer.hasRemaining()) {
        offset += file.write(buffer, offset);
      }
    }
    return offset;
  }

  private static RuntimeException broken(IOException e) {
    return Problem.of(
            Kind.UNAVAILABLE, "store_unreachable", "The connection broke while an object was read.")
        .toException(e);
  }
}

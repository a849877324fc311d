package io.windlass.filesystem.imports;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.filesystem.lazy.ContentException;
import io.windlass.filesystem.lazy.ContentException.Reason;
import io.windlass.filesystem.lazy.ContentSource;
import io.windlass.filesystem.lazy.LazyFileSystem;
import io.windlass.filesystem.lazy.Settings;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.testing.Commands;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.filesystem.tree.LazyContent;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileHandle;
import io.windlass.linux.OpenFlags;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.ByteRange;
import io.windlass.objectstore.ObjectStore.ObjectContent;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import io.windlass.testing.S3TestStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A volume with lazy files for several grounds, one after the other: each finds it empty. Its stubs
 * are filled from the bucket of the present ground.
 */
final class LazyGround implements AutoCloseable {
  private final LoopVolume volume;
  private final ObjectStore store;
  private final Path visible;
  private final Path run;
  private final LazyFileSystem files;
  private volatile @Nullable Ground present;

  LazyGround(LoopVolume.Kind kind, S3TestStore backing) {
    this.volume = LoopVolume.create(kind, 1L << 30);
    this.store = Ground.open(backing);
    this.visible = volume.aside("visible");
    try {
      this.run =
          Files.createTempDirectory(
              Path.of("/dev/shm"),
              "windlass-run-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.files =
        LazyFileSystem.arm(volume.root(), run, source(), this::onChanged, Settings.DEFAULT);
    files.expose(visible);
  }

  /** An empty directory of it, linked to an empty bucket. */
  Ground ground() {
    LazyContent content =
        new LazyContent() {
          @Override
          public boolean makeStub(Descriptor file, FileState state) {
            return files.makeStub(file, state);
          }

          @Override
          public void restore(Descriptor stub) {
            try {
              files.restore(stub);
            } catch (ContentException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    Ground ground =
        Ground.lazy(
            store,
            visible,
            files.root(),
            content,
            () -> Commands.ok("find", visible.toString(), "-mindepth", "1", "-delete"));
    present = ground;
    return ground;
  }

  private ContentSource source() {
    return (state, offset, length, sink) -> {
      ObjectId id = ObjectId.of(requireNonNull(present).bucket, Ground.PREFIX + state.key());
      ByteRange range = new ByteRange(offset, offset + length - 1);
      try (ObjectContent content = store.get(id, Optional.of(range), Optional.of(state.etag()))) {
        sink.accept(ByteBuffer.wrap(content.stream().readNBytes((int) length)));
      } catch (StoreException e) {
        Reason reason =
            switch (e.failure()) {
              case StoreFailure.PreconditionFailed _ -> Reason.CHANGED;
              case StoreFailure.NoSuchObject _ -> Reason.GONE;
              default -> Reason.UNREACHABLE;
            };
        throw new ContentException(reason, e.problem().message(), e);
      } catch (IOException e) {
        throw new ContentException(Reason.UNREACHABLE, "broken", e);
      }
    };
  }

  private void onChanged(FileState state, FileHandle file) {
    try (Descriptor stub = files.root().openHandle(file, OpenFlags.READ_WRITE)) {
      requireNonNull(present).importer().refresh(stub, state);
    }
  }

  @Override
  public void close() {
    LoopVolume.whenNobodySeesIt(files::detach);
    store.close();
    volume.close();
    assertThat(run).as("what is left when nothing is to be handed on").doesNotExist();
  }
}

package io.windlass.transfer.move;

import io.windlass.objectstore.ObjectChecksum;
import io.windlass.transfer.collection.DirectoryStorage;
import io.windlass.transfer.collection.DirectoryStorage.NewFile;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * A large file of a directory that is written in parts. What has arrived is noted when it is on the
 * disk, so that a later attempt goes on with the file that an earlier one left.
 */
final class FileParts {
  /** What is less is not worth waiting for the disk. */
  private static final int PARTS_BETWEEN_NOTES = 16;

  private final DirectoryStorage storage;
  private final Parts parts;
  private final UploadLedger uploads;

  FileParts(DirectoryStorage storage, Parts parts, UploadLedger uploads) {
    this.storage = storage;
    this.parts = parts;
    this.uploads = uploads;
  }

  /** Writes one part; answers its CRC-32C when it has computed it. */
  interface Work {
    Optional<ObjectChecksum> on(NewFile file, Parts.Slice slice) throws Exception;
  }

  /** What is done with the file when all of it is there. */
  interface End {
    FileWriter.Stored on(NewFile file, ArrivedParts arrived) throws Exception;
  }

  FileWriter.Stored write(
      Content content, String path, long partSize, LongConsumer progress, Work work, End end)
      throws Exception {
    Begun begun = resumeOrBegin(content, path, partSize);
    try (NewFile file = begun.file()) {
      Notes notes = new Notes(begun);
      boolean complete = false;
      try {
        parts.forEach(
            content.size(),
            partSize,
            slice -> {
              if (!begun.arrived().has(slice)) {
                begun.arrived().add(slice, work.on(file, slice));
                notes.whenDue();
              }
              progress.accept(slice.length());
            });
        complete = true; // what fails from here on is not mended by what has arrived
        FileWriter.Stored stored = end.on(file, begun.arrived());
        uploads.forget(begun.number());
        return stored;
      } catch (Exception e) {
        if (complete || !Fault.worthKeeping(e)) {
          uploads.forget(begun.number());
        } else {
          file.keep();
          if (!(e instanceof InterruptedException)) {
            notes.now();
          }
        }
        throw e;
      }
    }
  }

  private record Begun(long number, NewFile file, ArrivedParts arrived) {}

  private Begun resumeOrBegin(Content content, String path, long partSize) {
    Optional<UploadLedger.Left> left = uploads.find(path);
    if (left.isPresent()) {
      Optional<Begun> resumed = resume(content, path, partSize, left.get());
      if (resumed.isPresent()) {
        return resumed.get();
      }
      left.get().uploadId().ifPresent(name -> storage.discard(path, name));
      uploads.forget(left.get().number());
    }
    NewFile file = storage.write(path, content.size());
    long number = uploads.begin(path, content.identity(), partSize);
    uploads.started(number, file.name());
    return new Begun(number, file, new ArrivedParts());
  }

  private Optional<Begun> resume(
      Content content, String path, long partSize, UploadLedger.Left left) {
    if (left.uploadId().isEmpty()
        || !left.content().equals(content.identity())
        || left.partSize() != partSize) {
      return Optional.empty();
    }
    return storage
        .resume(path, left.uploadId().get())
        .map(file -> new Begun(left.number(), file, ArrivedParts.read(left.arrived())));
  }

  /** Notes what is on the disk. */
  private final class Notes {
    private final Begun begun;
    private final AtomicInteger since = new AtomicInteger();

    Notes(Begun begun) {
      this.begun = begun;
    }

    void whenDue() {
      if (since.incrementAndGet() % PARTS_BETWEEN_NOTES == 0) {
        now();
      }
    }

    /** Only what had arrived before the disk was waited for is noted. */
    synchronized void now() {
      byte[] arrived = begun.arrived().write();
      begun.file().sync();
      uploads.arrived(begun.number(), arrived);
    }
  }
}

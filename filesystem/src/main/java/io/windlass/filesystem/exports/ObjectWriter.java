package io.windlass.filesystem.exports;

import io.windlass.filesystem.tree.ReportCode;
import io.windlass.foundation.WindlassException;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileStatus;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectStore.Written;
import io.windlass.objectstore.ObjectTransfers.OnFailure;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import io.windlass.objectstore.TransferProgress;
import java.util.Optional;
import java.util.Set;

/**
 * Writes objects of a link only in the place of what is expected there. Thread-safe.
 *
 * <p>The object is looked at before; the condition goes with the request as well, for stores that
 * heed it.
 */
final class ObjectWriter {
  private static final long LARGEST_SINGLE_COPY = 5L << 30;

  /** Bytes; larger bodies go in parts. */
  static final long LARGEST_SINGLE_PUT = 16L << 20;

  private static final Set<String> ARCHIVES = Set.of("GLACIER", "DEEP_ARCHIVE");

  private final Site site;

  ObjectWriter(Site site) {
    this.site = site;
  }

  /** The object is not what was expected; nothing was written. */
  static final class NotExpected extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** The file changed while it was read; nothing was written. */
  static final class Torn extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** The same, through an interface that knows no checked exceptions. */
  private static final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Writes a file.
   *
   * @param expected what is there now; absent for nothing
   */
  Written put(
      String key,
      Optional<ObjectFacts> expected,
      WriteOptions labels,
      Descriptor file,
      FileStatus status)
      throws NotExpected, Torn {
    try {
      return put(key, expected, labels, FileBody.whole(file, status));
    } catch (WindlassException e) {
      if (!FileBody.same(file.status(), status)) {
        throw new Torn();
      }
      throw e;
    }
  }

  /** Writes bytes that do not change. */
  Written put(String key, Optional<ObjectFacts> expected, WriteOptions labels, Body body)
      throws NotExpected {
    ObjectId id = site.id(key);
    WriteOptions options =
        expected.map(facts -> labels.ifMatch(facts.etag())).orElseGet(labels::ifAbsent);
    try {
      if (body.length() <= LARGEST_SINGLE_PUT) {
        return site.store().put(id, options, body);
      }
      return site.transfers()
          .upload(site.store(), id, labels, body, OnFailure.ABORT, atTheEnd(key, expected));
    } catch (WindlassException e) {
      if (e.getCause() instanceof Overtaken
          || (e instanceof StoreException store
              && store.failure() instanceof StoreFailure.PreconditionFailed)) {
        throw new NotExpected();
      }
      throw e;
    }
  }

  /**
   * Parts have no condition: the object is looked at once more before they become one. What they
   * make is known before it is there, because the answer may be lost.
   */
  private TransferProgress atTheEnd(String key, Optional<ObjectFacts> expected) {
    return new TransferProgress() {
      @Override
      public void completing(Optional<String> etag) {
        if (!same(site.head(key), expected)) {
          throw new Overtaken();
        }
        etag.ifPresent(known -> site.known().intend(key, known));
      }
    };
  }

  private static boolean same(Optional<ObjectFacts> a, Optional<ObjectFacts> b) {
    return a.map(ObjectFacts::etag).equals(b.map(ObjectFacts::etag));
  }

  /**
   * Copies an object to another key, or onto itself, with new metadata.
   *
   * @param source what the source is now
   */
  Written copy(ObjectFacts source, String target, WriteOptions labels) throws NotExpected {
    if (ARCHIVES.contains(source.storageClass())) {
      throw ExportFailure.lasting(
          ReportCode.S3_OBJECT_IN_UNSUPPORTED_TIER,
          "The object is in an archive class: restore it in S3 first.");
    }
    ObjectId from = new ObjectId(source.id().bucket(), source.id().key(), Optional.empty());
    try {
      Written written =
          source.size() <= LARGEST_SINGLE_COPY
              ? site.store().copy(from, Optional.of(source.etag()), site.id(target), labels)
              : site.transfers()
                  .copy(site.store(), from, site.id(target), labels, TransferProgress.NONE);
      // some stores overlook the condition; those keep the ETag of what they really copied
      if (!written.etag().equals(source.etag()) && !from.equals(site.id(target))) {
        if (!site.store().head(from).etag().equals(source.etag())) {
          throw new NotExpected();
        }
      }
      return written;
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.PreconditionFailed
          || e.failure() instanceof StoreFailure.NoSuchObject) {
        throw new NotExpected();
      }
      throw e;
    }
  }
}

package io.windlass.objectstore;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ObjectStore.ByteRange;
import io.windlass.objectstore.ObjectStore.Part;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectStore.Written;
import io.windlass.objectstore.PartPlan.Slice;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

/**
 * Moves whole objects of any size, in parts side by side. Thread-safe; one instance bounds the
 * parts in flight over all its transfers, and memory is a buffer for each of them.
 *
 * <p>Parts have 16 MiB, or what 9,000 of them need: 5 TiB fit.
 */
public final class ObjectTransfers {
  private static final long SMALLEST_PART = 16L << 20;
  private static final long SMALLEST_COPIED_PART = 128L << 20;
  private static final long LARGEST_SINGLE_COPY = 5L << 30;
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{32}");

  private final Parallel parallel;
  private final long smallestPart;
  private final long largestSingleCopy;

  /** Transfers with so many parts in flight. */
  public ObjectTransfers(int partsInFlight) {
    this(partsInFlight, SMALLEST_PART, LARGEST_SINGLE_COPY);
  }

  ObjectTransfers(int partsInFlight, long smallestPart, long largestSingleCopy) {
    this.parallel = new Parallel(partsInFlight);
    this.smallestPart = smallestPart;
    this.largestSingleCopy = largestSingleCopy;
  }

  /** What becomes of the parts of an upload that fails. */
  public enum OnFailure {
    /** They are removed. */
    ABORT,
    /** They stay, and {@link #resumeUpload} takes them. */
    KEEP
  }

  /**
   * Uploads a body: in one request when it is small, else in parts. Every part is checked by its
   * digest as the store answers it.
   */
  public Written upload(
      ObjectStore store,
      ObjectId id,
      WriteOptions options,
      Body body,
      OnFailure onFailure,
      TransferProgress progress) {
    if (body.length() <= smallestPart) {
      Written written = store.put(id, options, body);
      progress.advanced(body.length());
      return written;
    }
    String uploadId = store.startMultipart(id, options);
    progress.uploadStarted(uploadId);
    return finish(store, id, uploadId, Map.of(), body, onFailure, progress);
  }

  /**
   * Goes on with an upload of the same body: parts that are there and have the right digest are not
   * sent again.
   */
  public Written resumeUpload(
      ObjectStore store,
      ObjectId id,
      String uploadId,
      Body body,
      OnFailure onFailure,
      TransferProgress progress) {
    Map<Integer, Part> arrived = new ConcurrentHashMap<>();
    store.parts(id, uploadId).forEach(part -> arrived.put(part.number(), part));
    return finish(store, id, uploadId, arrived, body, onFailure, progress);
  }

  private Written finish(
      ObjectStore store,
      ObjectId id,
      String uploadId,
      Map<Integer, Part> arrived,
      Body body,
      OnFailure onFailure,
      TransferProgress progress) {
    PartPlan plan = PartPlan.of(body.length(), smallestPart);
    Map<Integer, Part> parts = new ConcurrentSkipListMap<>();
    try {
      parallel.forEach(
          plan.slices(),
          slice -> {
            Body bytes = body.slice(slice.offset(), slice.length());
            Part before = arrived.get(slice.number());
            Part part =
                before != null && isSame(before, bytes)
                    ? before
                    : store.uploadPart(id, uploadId, slice.number(), bytes);
            parts.put(slice.number(), part);
            progress.advanced(slice.length());
          });
      progress.completing(etag(parts.values()));
      return complete(store, id, uploadId, parts);
    } catch (Exception e) {
      throw failed(store, id, uploadId, onFailure, e);
    }
  }

  private static Written complete(
      ObjectStore store, ObjectId id, String uploadId, Map<Integer, Part> parts) {
    return store.completeMultipart(id, uploadId, parts.values().stream().toList());
  }

  private static WindlassException failed(
      ObjectStore store, ObjectId id, String uploadId, OnFailure onFailure, Exception cause) {
    WindlassException failure =
        cause instanceof WindlassException known
            ? known
            : Problem.of(
                    Kind.INTERNAL, "transfer_failed", "The transfer of " + id.key() + " failed.")
                .toException(cause);
    if (onFailure == OnFailure.ABORT) {
      try {
        store.abortMultipart(id, uploadId);
      } catch (WindlassException e) {
        failure.addSuppressed(e);
      }
    }
    return failure;
  }

  /** Of an object of these parts: the digest of their digests, and how many they are. */
  private static Optional<String> etag(Collection<Part> parts) {
    if (!parts.stream().allMatch(part -> DIGEST.matcher(part.etag()).matches())) {
      return Optional.empty();
    }
    MessageDigest digest = md5();
    parts.forEach(part -> digest.update(HexFormat.of().parseHex(part.etag())));
    return Optional.of(HexFormat.of().formatHex(digest.digest()) + "-" + parts.size());
  }

  private static boolean isSame(Part part, Body bytes) throws IOException {
    if (part.size() != bytes.length()) {
      return false;
    }
    MessageDigest digest = md5();
    try (InputStream stream = new DigestInputStream(bytes.open(), digest)) {
      stream.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest()).equals(part.etag());
  }

  static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }

  /**
   * Downloads an object to a file, which appears under its name when it is whole. What an
   * interrupted download of the same object left beside it is used; a changed object is refused
   * with {@link StoreFailure.PreconditionFailed} and begins anew the next time.
   */
  public ObjectFacts download(
      ObjectStore store, ObjectId id, Path target, TransferProgress progress) {
    ObjectFacts facts = store.head(id);
    try (PartialFile partial =
        PartialFile.open(target, facts, PartPlan.of(facts.size(), smallestPart))) {
      parallel.forEach(
          partial.plan().slices().filter(slice -> slice.length() > 0),
          slice -> {
            if (!partial.has(slice)) {
              fetch(store, facts, slice, partial);
            }
            progress.advanced(slice.length());
          });
      partial.finish();
      return facts;
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.PreconditionFailed) {
        PartialFile.discard(target, e);
      }
      throw e;
    } catch (WindlassException e) {
      throw e;
    } catch (Exception e) {
      throw Problem.of(Kind.INTERNAL, "transfer_failed", "The download of " + id.key() + " failed.")
          .toException(e);
    }
  }

  private static void fetch(ObjectStore store, ObjectFacts facts, Slice slice, PartialFile partial)
      throws IOException {
    ByteRange range = new ByteRange(slice.offset(), slice.offset() + slice.length() - 1);
    try (ObjectStore.ObjectContent content =
        store.get(facts.id(), Optional.of(range), Optional.of(facts.etag()))) {
      partial.write(slice, content.stream());
    }
  }

  /**
   * Copies within a store with content type and metadata: in one request up to 5 GiB, else in
   * parts. A source that changes meanwhile is noticed, and the copy fails.
   */
  public Written copy(
      ObjectStore store,
      ObjectId source,
      ObjectId target,
      WriteOptions options,
      TransferProgress progress) {
    ObjectFacts facts = store.head(source);
    if (facts.size() <= largestSingleCopy) {
      Written written = store.copy(source, target, options);
      progress.advanced(facts.size());
      return written;
    }
    String uploadId = store.startMultipart(target, options.completedBy(facts));
    progress.uploadStarted(uploadId);
    PartPlan plan = PartPlan.of(facts.size(), Math.min(largestSingleCopy, SMALLEST_COPIED_PART));
    Map<Integer, Part> parts = new ConcurrentSkipListMap<>();
    try {
      parallel.forEach(
          plan.slices(),
          slice -> {
            ByteRange range = new ByteRange(slice.offset(), slice.offset() + slice.length() - 1);
            parts.put(
                slice.number(),
                store.copyPart(source, Optional.of(range), target, uploadId, slice.number()));
            progress.advanced(slice.length());
          });
      if (!store.head(source).etag().equals(facts.etag())) {
        throw Problem.of(
                Kind.CONFLICT, "source_changed", source.key() + " changed while it was copied.")
            .withRemedy("Copy it again.")
            .toException();
      }
      return complete(store, target, uploadId, parts);
    } catch (Exception e) {
      throw failed(store, target, uploadId, OnFailure.ABORT, e);
    }
  }
}

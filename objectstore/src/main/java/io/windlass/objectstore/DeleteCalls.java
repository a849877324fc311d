package io.windlass.objectstore;

import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ObjectStore.Deleted;
import io.windlass.objectstore.ObjectStore.NotDeleted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** Deleting. */
final class DeleteCalls {
  private static final int AT_ONCE = 1_000;

  private final S3Client s3;

  DeleteCalls(S3Client s3) {
    this.s3 = s3;
  }

  Deleted one(ObjectId id) {
    return one(
        id,
        () -> {
          DeleteObjectResponse answer =
              s3.deleteObject(call -> {
                call.bucket(id.bucket()).key(id.key());
                id.versionId().ifPresent(call::versionId);
              });
          return new Deleted(
              Optional.ofNullable(answer.versionId()), Boolean.TRUE.equals(answer.deleteMarker()));
        });
  }

  /** Deletes by a request; there being nothing is success. */
  static Deleted one(ObjectId id, Supplier<Deleted> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      WindlassException failure =
          Failures.of(
              e,
              StoreCall.onObject(
                  id.versionId().isPresent() ? "s3:DeleteObjectVersion" : "s3:DeleteObject", id));
      if (failure instanceof StoreException gone
          && gone.failure() instanceof StoreFailure.NoSuchObject) {
        return new Deleted(id.versionId(), false);
      }
      throw failure;
    }
  }

  List<NotDeleted> all(String bucket, List<ObjectId> ids) {
    return all(bucket, ids, this::together);
  }

  /** Deletes by one request for all whose keys XML can say, and one for each of the others. */
  List<NotDeleted> all(
      String bucket,
      List<ObjectId> ids,
      BiFunction<String, List<ObjectId>, List<NotDeleted>> request) {
    if (ids.size() > AT_ONCE) {
      throw new IllegalArgumentException("at most 1000 objects at once, not " + ids.size());
    }
    List<NotDeleted> left = new ArrayList<>();
    List<ObjectId> together = new ArrayList<>();
    for (ObjectId id : ids) {
      if (fitsXml(id.key())) {
        together.add(id);
      } else {
        alone(id).ifPresent(left::add);
      }
    }
    if (!together.isEmpty()) {
      left.addAll(bulk(bucket, together, request));
    }
    return left;
  }

  private List<NotDeleted> bulk(
      String bucket,
      List<ObjectId> ids,
      BiFunction<String, List<ObjectId>, List<NotDeleted>> request) {
    try {
      return request.apply(bucket, ids);
    } catch (SdkException e) {
      WindlassException failure = Failures.of(e, StoreCall.onBucket("s3:DeleteObject", bucket));
      if (failure instanceof StoreException refused
          && refused.failure() instanceof StoreFailure.Unsupported) {
        return ids.stream().flatMap(id -> alone(id).stream()).toList();
      }
      throw failure;
    }
  }

  private List<NotDeleted> together(String bucket, List<ObjectId> ids) {
    List<ObjectIdentifier> objects =
        ids.stream()
            .map(id ->
                ObjectIdentifier.builder()
                    .key(id.key())
                    .versionId(id.versionId().orElse(null))
                    .build())
            .toList();
    return s3
        .deleteObjects(call -> call.bucket(bucket).delete(d -> d.objects(objects).quiet(true)))
        .errors()
        .stream()
        .map(error ->
            new NotDeleted(
                new ObjectId(bucket, error.key(), Optional.ofNullable(error.versionId())),
                String.valueOf(error.code()),
                String.valueOf(error.message())))
        .toList();
  }

  private Optional<NotDeleted> alone(ObjectId id) {
    try {
      one(id);
      return Optional.empty();
    } catch (StoreException e) {
      return Optional.of(new NotDeleted(id, e.failure().storeCode(), e.problem().message()));
    }
  }

  /** The bulk request is XML 1.0, which cannot say every key. */
  private static boolean fitsXml(String key) {
    return key.codePoints()
        .allMatch(c ->
            c == '\t' // a carriage return or line feed would be normalised by the reader
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000);
  }
}

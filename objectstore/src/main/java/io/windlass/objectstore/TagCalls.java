package io.windlass.objectstore;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Tag;

/** {@link ObjectTags} by the SDK. */
final class TagCalls implements ObjectTags {
  private final S3Client s3;

  TagCalls(S3Client s3) {
    this.s3 = s3;
  }

  @Override
  public Map<String, String> get(ObjectId id) {
    try {
      Map<String, String> tags = new LinkedHashMap<>();
      s3.getObjectTagging(
              call -> {
                call.bucket(id.bucket()).key(id.key());
                id.versionId().ifPresent(call::versionId);
              })
          .tagSet()
          .forEach(tag -> tags.put(tag.key(), tag.value()));
      return tags;
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onObject(action("s3:GetObject", id), id));
    }
  }

  @Override
  public void put(ObjectId id, Map<String, String> tags) {
    List<Tag> all =
        tags.entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    try {
      s3.putObjectTagging(call -> {
        call.bucket(id.bucket()).key(id.key()).tagging(tagging -> tagging.tagSet(all));
        id.versionId().ifPresent(call::versionId);
      });
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onObject(action("s3:PutObject", id), id));
    }
  }

  private static String action(String stem, ObjectId id) {
    return stem + (id.versionId().isPresent() ? "VersionTagging" : "Tagging");
  }
}

package io.windlass.objectstore;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesParts;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesResponse;
import software.amazon.awssdk.services.s3.model.ObjectPart;

/** {@link ObjectChecksums} by the SDK. */
final class ChecksumCalls implements ObjectChecksums {
  private final S3Client s3;
  private final ObjectCalls objects;

  ChecksumCalls(S3Client s3, ObjectCalls objects) {
    this.s3 = s3;
    this.objects = objects;
  }

  @Override
  public ObjectFacts head(ObjectId id) {
    return objects.head(id, call -> call.checksumMode(ChecksumMode.ENABLED));
  }

  @Override
  public Attributes attributes(ObjectId id) {
    StoreCall asked = StoreCall.onObject("s3:GetObjectAttributes", id);
    GetObjectAttributesResponse answer;
    try {
      answer =
          s3.getObjectAttributes(call -> {
            call.bucket(id.bucket())
                .key(id.key())
                // in one header: RGW 16 signs several of one name otherwise
                .overrideConfiguration(more ->
                    more.putHeader(
                        "x-amz-object-attributes", "Checksum,ETag,ObjectParts,ObjectSize"));
            id.versionId().ifPresent(call::versionId);
          });
    } catch (AwsServiceException e) {
      throw Failures.of(e, asked);
    } catch (SdkException e) {
      // stores that do not know the question answer the object, which is no such document
      throw isReadable(e) ? Failures.of(e, asked) : Failures.unsupported(asked);
    }
    if (answer.eTag() == null || answer.objectSize() == null) {
      throw Failures.unsupported(asked);
    }
    List<ObjectChecksum> checksums =
        answer.checksum() == null ? List.of() : SdkChecksums.all(answer.checksum());
    GetObjectAttributesParts parts = answer.objectParts();
    return new Attributes(
        answer.objectSize(),
        Answers.etag(answer.eTag()),
        checksums,
        parts == null || parts.totalPartsCount() == null
            ? OptionalInt.empty()
            : OptionalInt.of(parts.totalPartsCount()),
        parts == null ? List.of() : parts(parts.parts()));
  }

  private static boolean isReadable(SdkException failure) {
    return !String.valueOf(failure.getMessage()).contains("parse");
  }

  private static List<PartAttributes> parts(List<ObjectPart> parts) {
    List<PartAttributes> all = new ArrayList<>();
    for (ObjectPart part : parts) {
      all.add(new PartAttributes(part.partNumber(), part.size(), SdkChecksums.all(part)));
    }
    return all;
  }
}

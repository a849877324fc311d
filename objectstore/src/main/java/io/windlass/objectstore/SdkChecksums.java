package io.windlass.objectstore;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Checksums in the many requests and answers of the SDK that have them, each as a field per
 * algorithm.
 */
final class SdkChecksums {
  private SdkChecksums() {}

  /** All checksums that an answer, or a part of one, has. */
  static List<ObjectChecksum> all(SdkPojo answer) {
    String type = text(answer, "ChecksumType").orElse("");
    return Arrays.stream(ChecksumAlgorithm.values())
        .flatMap(algorithm ->
            text(answer, "Checksum" + algorithm.name())
                .map(value -> ObjectChecksum.said(algorithm, value, type))
                .stream())
        .toList();
  }

  /** The one that matters, where there is any. */
  static Optional<ObjectChecksum> of(SdkPojo answer) {
    return all(answer).stream().findFirst();
  }

  /** Puts a checksum into a request that is being built. */
  static void set(SdkPojo request, ObjectChecksum checksum) {
    field(request, "Checksum" + checksum.algorithm().name())
        .orElseThrow()
        .set(request, checksum.value());
  }

  private static Optional<String> text(SdkPojo pojo, String name) {
    return field(pojo, name)
        .map(field -> {
          @Nullable Object value = field.getValueOrDefault(pojo);
          return value == null ? "" : value.toString();
        })
        .filter(value -> !value.isEmpty());
  }

  private static Optional<SdkField<?>> field(SdkPojo pojo, String name) {
    return pojo.sdkFields().stream().filter(field -> field.memberName().equals(name)).findFirst();
  }
}

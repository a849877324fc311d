package io.windlass.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.OptionalObjectAttributes;

/** {@link ObjectVersions} by the SDK. */
final class VersionCalls implements ObjectVersions {
  /** The SDK tells versions and markers apart; in the listing they are one sequence. */
  private static final Comparator<Version> ORDER =
      Comparator.<Version, byte[]>comparing(
              version -> version.key().getBytes(UTF_8), Arrays::compareUnsigned)
          .thenComparing(Version::latest, Comparator.reverseOrder())
          .thenComparing(Version::lastModified, Comparator.reverseOrder());

  private final S3Client s3;

  VersionCalls(S3Client s3) {
    this.s3 = s3;
  }

  @Override
  public Page list(Request request) {
    StoreCall asked = StoreCall.onBucket("s3:ListBucketVersions", request.bucket());
    try {
      ListObjectVersionsResponse answer =
          s3.listObjectVersions(call -> {
            call.bucket(request.bucket())
                .prefix(request.prefix())
                .maxKeys(request.limit())
                .optionalObjectAttributes(OptionalObjectAttributes.RESTORE_STATUS)
                .encodingType(EncodingType.URL);
            request.delimiter().ifPresent(call::delimiter);
            request
                .after()
                .ifPresent(after ->
                    call.keyMarker(after.key()).versionIdMarker(after.versionId().orElse(null)));
          });
      List<Version> versions = new ArrayList<>();
      answer.versions().forEach(version -> versions.add(version(version)));
      answer.deleteMarkers().forEach(marker -> versions.add(marker(marker)));
      // RGW 16 begins with the versions of the key itself
      versions.removeIf(version -> isOf(request.after(), version));
      versions.sort(ORDER);
      return new Page(
          versions,
          answer.commonPrefixes().stream().map(CommonPrefix::prefix).toList(),
          Boolean.TRUE.equals(answer.isTruncated())
              ? Optional.of(
                  new Marker(
                      answer.nextKeyMarker(), Optional.ofNullable(answer.nextVersionIdMarker())))
              : Optional.empty());
    } catch (SdkException e) {
      throw Failures.of(e, asked);
    }
  }

  private static boolean isOf(Optional<Marker> after, Version version) {
    return after
        .filter(marker -> marker.versionId().isEmpty() && marker.key().equals(version.key()))
        .isPresent();
  }

  private static Version version(ObjectVersion version) {
    return new Version(
        version.key(),
        version.versionId() == null ? "null" : version.versionId(),
        Boolean.TRUE.equals(version.isLatest()),
        false,
        version.size() == null ? 0 : version.size(),
        version.eTag() == null ? "" : Answers.etag(version.eTag()),
        version.lastModified(),
        Answers.storageClass(version.storageClassAsString()),
        Optional.ofNullable(version.restoreStatus()).flatMap(ListingCalls::restore));
  }

  private static Version marker(DeleteMarkerEntry marker) {
    return new Version(
        marker.key(),
        marker.versionId() == null ? "null" : marker.versionId(),
        Boolean.TRUE.equals(marker.isLatest()),
        true,
        0,
        "",
        marker.lastModified(),
        Answers.storageClass(null));
  }

  /** All versions of a listing that begins with a page. */
  static Stream<Version> walk(Function<Request, Page> pages, Request first) {
    return StreamSupport.stream(new Walk(pages, first), false);
  }

  /** All pages behind each other. A listing that goes round in circles is an error, not endless. */
  private static final class Walk extends Spliterators.AbstractSpliterator<Version> {
    private final Function<Request, Page> pages;
    private final Request first;
    private Optional<Request> next;
    private Iterator<Version> page = List.<Version>of().iterator();

    Walk(Function<Request, Page> pages, Request first) {
      super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE);
      this.pages = pages;
      this.first = first;
      this.next = Optional.of(first);
    }

    @Override
    public boolean tryAdvance(Consumer<? super Version> action) {
      while (!page.hasNext()) {
        if (next.isEmpty()) {
          return false;
        }
        Request request = next.get();
        Page answer = pages.apply(request);
        page =
            answer.versions().stream().filter(version -> !isOf(first.after(), version)).iterator();
        if (answer.next().isPresent() && answer.next().equals(request.after())) {
          throw Problem.of(
                  Kind.STORE_REFUSED,
                  "store_listing_stuck",
                  "The store answers every page of bucket " + first.bucket() + " with the same.")
              .toException();
        }
        next =
            answer
                .next()
                .map(marker ->
                    new Request(
                        first.bucket(),
                        first.prefix(),
                        first.delimiter(),
                        Optional.of(marker),
                        first.limit()));
      }
      action.accept(page.next());
      return true;
    }
  }
}

package io.windlass.objectstore;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
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
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.OptionalObjectAttributes;
import software.amazon.awssdk.services.s3.model.RestoreStatus;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Listings, one page in memory. */
final class ListingCalls {
  private final S3Client s3;

  /** Whether the store takes the question for restores, answered or not. */
  private volatile boolean takesRestores = true;

  ListingCalls(S3Client s3) {
    this.s3 = s3;
  }

  Listing page(Listing.Request request) {
    return page(request, this::answered);
  }

  /** A page by whatever answers it; without the restores, where the store refuses to be asked. */
  Listing page(Listing.Request request, Function<Listing.Request, Listing> pages) {
    if (!request.restores() || !takesRestores) {
      return pages.apply(request.asking(false));
    }
    try {
      return pages.apply(request);
    } catch (StoreException e) {
      if (!(e.failure() instanceof StoreFailure.Unsupported
          || e.failure() instanceof StoreFailure.Refused)) {
        throw e;
      }
      Listing listing = pages.apply(request.asking(false));
      takesRestores = false;
      return listing;
    }
  }

  private Listing answered(Listing.Request request) {
    try {
      ListObjectsV2Response answer =
          s3.listObjectsV2(call -> {
            call.bucket(request.bucket())
                .prefix(request.prefix())
                .maxKeys(request.maxKeys())
                // XML cannot say every key
                .encodingType(EncodingType.URL);
            if (request.restores()) {
              call.optionalObjectAttributes(OptionalObjectAttributes.RESTORE_STATUS);
            }
            request.delimiter().ifPresent(call::delimiter);
            request.continuation().ifPresent(call::continuationToken);
            // some stores let startAfter win over the continuation
            if (request.continuation().isEmpty()) {
              request.startAfter().ifPresent(call::startAfter);
            }
          });
      return new Listing(
          answer.contents().stream().map(ListingCalls::entry).toList(),
          answer.commonPrefixes().stream().map(CommonPrefix::prefix).toList(),
          Boolean.TRUE.equals(answer.isTruncated())
              ? Optional.ofNullable(answer.nextContinuationToken())
              : Optional.empty());
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onBucket("s3:ListBucket", request.bucket()));
    }
  }

  /** All entries of a listing that begins with a page. */
  static Stream<Listing.Entry> walk(
      Function<Listing.Request, Listing> pages, Listing.Request first) {
    return StreamSupport.stream(new Walk(pages, first), false);
  }

  private static Listing.Entry entry(S3Object object) {
    return new Listing.Entry(
        object.key(),
        object.size() == null ? 0 : object.size(),
        object.eTag() == null ? "" : Answers.etag(object.eTag()),
        object.lastModified(),
        Answers.storageClass(object.storageClassAsString()),
        Optional.ofNullable(object.restoreStatus()).flatMap(ListingCalls::restore));
  }

  static Optional<RestoreState> restore(RestoreStatus status) {
    return RestoreState.listed(
        Boolean.TRUE.equals(status.isRestoreInProgress()),
        Optional.ofNullable(status.restoreExpiryDate()));
  }

  /** All pages behind each other. A listing that goes round in circles is an error, not endless. */
  private static final class Walk extends Spliterators.AbstractSpliterator<Listing.Entry> {
    private final Function<Listing.Request, Listing> pages;
    private Optional<Listing.Request> next;
    private Iterator<Listing.Entry> page = List.<Listing.Entry>of().iterator();

    Walk(Function<Listing.Request, Listing> pages, Listing.Request first) {
      super(
          Long.MAX_VALUE,
          Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT | Spliterator.IMMUTABLE);
      this.pages = pages;
      this.next = Optional.of(first);
    }

    @Override
    public boolean tryAdvance(Consumer<? super Listing.Entry> action) {
      while (!page.hasNext()) {
        if (next.isEmpty()) {
          return false;
        }
        Listing.Request request = next.get();
        Listing listing = pages.apply(request);
        page = listing.objects().iterator();
        if (listing.continuation().isPresent()
            && listing.continuation().equals(request.continuation())) {
          throw Problem.of(
                  Kind.STORE_REFUSED,
                  "store_listing_stuck",
                  "The store answers every page of bucket " + request.bucket() + " with the same.")
              .toException();
        }
        next = listing.continuation().map(request::continuing);
      }
      action.accept(page.next());
      return true;
    }
  }
}

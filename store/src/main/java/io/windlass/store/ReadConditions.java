package io.windlass.store;

import io.windlass.store.FileStore.Range;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** The conditions and ranges of reads, in the order of RFC 9110, section 13.2.2. */
final class ReadConditions {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  private ReadConditions() {}

  static void check(GetObjectRequest request, StoredObject object) {
    if (request.ifMatch() != null) {
      require(Condition.matches(request.ifMatch(), object), StoreErrors.preconditionFailed());
    } else if (request.ifUnmodifiedSince() != null) {
      require(!isNewer(object, request.ifUnmodifiedSince()), StoreErrors.preconditionFailed());
    }
    AwsServiceException notModified = StoreErrors.of(304, "NotModified", "Not Modified");
    if (request.ifNoneMatch() != null) {
      require(!Condition.matches(request.ifNoneMatch(), object), notModified);
    } else if (request.ifModifiedSince() != null) {
      require(isNewer(object, request.ifModifiedSince()), notModified);
    }
  }

  static void check(CopyObjectRequest request, StoredObject source) {
    String match = request.copySourceIfMatch();
    String noneMatch = request.copySourceIfNoneMatch();
    Instant modified = request.copySourceIfModifiedSince();
    Instant unmodified = request.copySourceIfUnmodifiedSince();
    boolean holds =
        (match == null || Condition.matches(match, source))
            && (noneMatch == null || !Condition.matches(noneMatch, source))
            && (modified == null || isNewer(source, modified))
            && (unmodified == null || match != null || !isNewer(source, unmodified));
    require(holds, StoreErrors.preconditionFailed());
  }

  private static void require(boolean holds, AwsServiceException otherwise) {
    if (!holds) {
      throw otherwise;
    }
  }

  private static boolean isNewer(StoredObject object, Instant than) {
    return object.modified().truncatedTo(ChronoUnit.SECONDS).isAfter(than);
  }

  /** What a Range header asks for; all when there is none. */
  static Range range(@Nullable String header, StoredObject object) {
    long size = object.size();
    if (header == null) {
      return new Range(0, size);
    }
    Matcher range = RANGE.matcher(header);
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      throw StoreErrors.of(
          400, "InvalidArgument", "A range has the form bytes=FIRST-LAST: one range at a time.");
    }
    if (range.group(1).isEmpty()) {
      long length = Math.min(size, Long.parseLong(range.group(2)));
      return satisfiable(new Range(size - length, length));
    }
    long first = Long.parseLong(range.group(1));
    long last = range.group(2).isEmpty() ? size - 1 : Long.parseLong(range.group(2));
    return satisfiable(new Range(first, Math.min(last, size - 1) - first + 1));
  }

  private static Range satisfiable(Range range) {
    require(
        range.length() > 0,
        StoreErrors.of(416, "InvalidRange", "The requested range is not satisfiable."));
    return range;
  }
}

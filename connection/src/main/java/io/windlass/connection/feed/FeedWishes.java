package io.windlass.connection.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What a subscription must be before anything is stored. */
final class FeedWishes {
  private static final Duration OFTEN = Duration.ofMinutes(1);
  private static final int LONGEST_PREFIX = 1024;

  private FeedWishes() {}

  static void check(NewSubscription wanted) {
    if (wanted.owner().isBlank() || wanted.bucket().isBlank()) {
      throw invalid("invalid_feed", "A feed needs an owner and a bucket.").toException();
    }
    if (wanted.prefix().getBytes(UTF_8).length > LONGEST_PREFIX
        || wanted.prefix().indexOf('\0') >= 0) {
      throw invalid("invalid_prefix", "The prefix is no beginning of a key.").toException();
    }
    check(wanted.listingEvery());
    switch (wanted.source()) {
      case EventSource.Queue queue -> {
        web(queue.url(), "invalid_queue_url", "The URL of the queue");
        if (queue.region().isBlank()) {
          throw invalid("invalid_queue_region", "The region of the queue is missing.")
              .toException();
        }
        QueueNames.arn(queue.url(), queue.region());
      }
      case EventSource.Push push -> {
        web(push.windlass(), "invalid_push_address", "The address of Windlass");
        if (push.windlass().getRawQuery() != null || !path(push.windlass()).isEmpty()) {
          throw invalid(
                  "invalid_push_address",
                  "The address of Windlass has a path or a query of its own.")
              .withRemedy("Write it as https://HOST:PORT.")
              .toException();
        }
        if (push.target().filter(arn -> !arn.startsWith("arn:")).isPresent()) {
          throw invalid("invalid_push_target", "The push target is not an ARN.")
              .withRemedy("For MinIO it is arn:minio:sqs::NAME:webhook.")
              .toException();
        }
      }
      case EventSource.None() -> {}
    }
  }

  static void check(Optional<Duration> listingEvery) {
    if (listingEvery.filter(interval -> interval.compareTo(OFTEN) < 0).isPresent()) {
      throw invalid(
              "invalid_listing_interval", "A listing cannot be due more often than each minute.")
          .toException();
    }
  }

  private static void web(URI address, String code, String what) {
    boolean ok =
        address.getScheme() != null
            && Set.of("http", "https").contains(address.getScheme())
            && address.getHost() != null
            && address.getRawUserInfo() == null
            && address.getRawFragment() == null;
    if (!ok) {
      throw invalid(code, what + " is not an http or https address.").toException();
    }
  }

  private static String path(URI address) {
    String path = address.getRawPath();
    return path == null || path.equals("/") ? "" : path;
  }

  static WindlassException missing(String id) {
    return Problem.of(Kind.NOT_FOUND, "feed_not_found", "There is no feed " + id + ".")
        .toException();
  }

  private static Problem invalid(String code, String text) {
    return Problem.of(Kind.INVALID, code, text);
  }
}

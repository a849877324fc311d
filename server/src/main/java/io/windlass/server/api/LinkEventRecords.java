package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.windlass.client.model.LinkEvents;
import io.windlass.connection.feed.EventSource;
import io.windlass.connection.feed.EventSource.Notification;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sources of events, in the words of the API. */
final class LinkEventRecords {
  private static final String QUEUE = "queue";
  private static final String PUSH = "push";

  /** AWS names the region in the address of a queue. */
  private static final Pattern REGION = Pattern.compile("sqs[.]([a-z0-9-]+)[.].*");

  private LinkEventRecords() {}

  static EventSource source(Optional<LinkEvents> wanted) {
    return wanted.map(LinkEventRecords::source).orElseGet(EventSource.None::new);
  }

  private static EventSource source(LinkEvents wanted) {
    Notification rule = wanted.ruleByOwner() ? Notification.OWNER : Notification.WINDLASS;
    URI url = url(required("events.url", wanted.url()));
    return switch (required("events.source", wanted.source())) {
      case QUEUE -> new EventSource.Queue(url, region(wanted, url), Optional.empty(), rule);
      case PUSH -> new EventSource.Push(url, wanted.target(), rule);
      default -> throw invalid("Events come from a queue or by push.");
    };
  }

  private static URI url(String text) {
    try {
      URI url = URI.create(text);
      if (url.getHost() != null && String.valueOf(url.getScheme()).matches("https?")) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      throw invalid("The address of events is no http or https URL.");
    }
    throw invalid("The address of events is no http or https URL.");
  }

  private static String region(LinkEvents wanted, URI url) {
    Matcher named = REGION.matcher(url.getHost());
    return wanted
        .region()
        .or(() -> named.matches() ? Optional.of(named.group(1)) : Optional.empty())
        .orElseThrow(() -> invalid("The region of the queue is missing."));
  }

  private static RuntimeException invalid(String message) {
    return Problem.of(Kind.INVALID, "invalid_events", message)
        .withRemedy("Give a queue's URL and region, or push with the URL of this installation.")
        .toException();
  }

  static Optional<LinkEvents> shown(EventSource source) {
    return switch (source) {
      case EventSource.Queue queue ->
          Optional.of(
              new LinkEvents(
                  QUEUE,
                  queue.url().toString(),
                  Optional.of(queue.region()),
                  Optional.empty(),
                  queue.notification() == Notification.OWNER));
      case EventSource.Push push ->
          Optional.of(
              new LinkEvents(
                  PUSH,
                  push.windlass().toString(),
                  Optional.empty(),
                  push.target(),
                  push.notification() == Notification.OWNER));
      case EventSource.None() -> Optional.empty();
    };
  }
}

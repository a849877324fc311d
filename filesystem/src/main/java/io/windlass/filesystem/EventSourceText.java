package io.windlass.filesystem;

import io.windlass.connection.feed.EventSource;
import io.windlass.connection.feed.EventSource.Notification;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where news of a bucket come from, as JSON in the table of links. */
final class EventSourceText {
  private enum Kind {
    QUEUE,
    PUSH,
    NONE
  }

  private record Stored(
      Kind kind,
      @Nullable String url,
      @Nullable String region,
      @Nullable String connectionId,
      @Nullable String target,
      @Nullable Notification notification) {}

  private EventSourceText() {}

  static String write(EventSource source) {
    return Json.write(
        switch (source) {
          case EventSource.Queue queue ->
              new Stored(
                  Kind.QUEUE,
                  queue.url().toString(),
                  queue.region(),
                  queue.connectionId().orElse(null),
                  null,
                  queue.notification());
          case EventSource.Push push ->
              new Stored(
                  Kind.PUSH,
                  push.windlass().toString(),
                  null,
                  null,
                  push.target().orElse(null),
                  push.notification());
          case EventSource.None _ -> new Stored(Kind.NONE, null, null, null, null, null);
        });
  }

  static EventSource read(String text) {
    Stored stored = Json.read(text, Stored.class);
    if (stored.kind() == Kind.NONE || stored.url() == null || stored.notification() == null) {
      return new EventSource.None();
    }
    URI url = URI.create(stored.url());
    return stored.region() != null
        ? new EventSource.Queue(
            url, stored.region(), Optional.ofNullable(stored.connectionId()), stored.notification())
        : new EventSource.Push(url, Optional.ofNullable(stored.target()), stored.notification());
  }
}

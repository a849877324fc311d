package io.windlass.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a thing again and again, each time it has changed, until it is as wanted. */
final class Following<T> {
  private final Http http;
  private final Class<T> type;
  private final Predicate<T> ended;
  private final Consumer<T> seen;

  Following(Http http, Class<T> type, Predicate<T> ended, Consumer<T> seen) {
    this.http = http;
    this.type = type;
    this.ended = ended;
    this.seen = seen;
  }

  /** Waits; the thing as it was in the end. Its changes are at {@code events} below it. */
  T at(Object... path) {
    return from(http.call("GET", path).as(type), "events", path);
  }

  /** As {@link #at}, of a thing that is known as it was, and whose changes have this name. */
  T from(T known, String changes, Object... path) {
    for (T now = known; ; now = http.call("GET", path).as(type)) {
      seen.accept(now);
      if (ended.test(now)) {
        return now;
      }
      // the server ends a stream of events now and then; what was missed is read by the next get
      Optional<T> last = events(Stream.concat(Stream.of(path), Stream.of(changes)).toArray());
      if (last.filter(ended).isPresent()) {
        return last.get();
      }
    }
  }

  private Optional<T> events(Object... path) {
    Optional<T> last = Optional.empty();
    try (InputStream stream = http.call("GET", path).accept("text/event-stream").asStream();
        BufferedReader lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
      for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data:")) {
          T event = http.json.readValue(line.substring("data:".length()), type);
          seen.accept(event);
          last = Optional.of(event);
          if (ended.test(event)) {
            return last;
          }
        }
      }
    } catch (JacksonException e) {
      throw Http.unreadable(e);
    } catch (IOException e) {
      // the connection ended: the caller asks anew
    }
    return last;
  }
}

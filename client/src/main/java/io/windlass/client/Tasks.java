package io.windlass.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import io.windlass.client.model.Task;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Long work. Thread-safe. */
public final class Tasks {
  private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled");

  private final Http http;

  Tasks(Http http) {
    this.http = http;
  }

  /**
   * The tasks that the caller can see, newest first.
   *
   * @param state only those in this state
   */
  public Stream<Task> list(Optional<String> state) {
    return http.call("GET", "tasks").query("state", state).asItems(Task.class);
  }

  /** One task. */
  public Task get(String id) {
    return http.call("GET", "tasks", id).as(Task.class);
  }

  /** Asks a task to end; it may take a moment. */
  public Task cancel(String id) {
    return http.call("POST", "tasks", id, "cancel").as(Task.class);
  }

  /** Whether a task has come to its end, good or bad. */
  public static boolean ended(Task task) {
    return ENDED.contains(task.state());
  }

  /**
   * Waits until a task has ended.
   *
   * @param seen told of each change, in order; the last one is the answer
   */
  public Task follow(String id, Consumer<Task> seen) {
    while (true) {
      Task now = get(id);
      seen.accept(now);
      if (ended(now)) {
        return now;
      }
      // the server ends a stream of events now and then; what was missed is read by the next get
      Optional<Task> last = followEvents(id, seen);
      if (last.filter(Tasks::ended).isPresent()) {
        return last.get();
      }
    }
  }

  private Optional<Task> followEvents(String id, Consumer<Task> seen) {
    Optional<Task> last = Optional.empty();
    try (InputStream stream =
            http.call("GET", "tasks", id, "events").accept("text/event-stream").asStream();
        BufferedReader lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
      for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data:")) {
          Task task = http.json.readValue(line.substring("data:".length()), Task.class);
          seen.accept(task);
          last = Optional.of(task);
          if (ended(task)) {
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

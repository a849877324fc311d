package io.windlass.client;

import io.windlass.client.model.Task;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

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
    return new Following<>(http, Task.class, Tasks::ended, seen).at("tasks", id);
  }
}

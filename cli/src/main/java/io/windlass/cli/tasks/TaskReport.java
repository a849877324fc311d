package io.windlass.cli.tasks;

import io.windlass.cli.output.Bar;
import io.windlass.cli.output.Output;
import io.windlass.cli.start.Session;
import io.windlass.client.model.Task;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Follows a task to its end and says what came of it. */
public final class TaskReport {
  /** Among the counters, but none. */
  private static final String WHEN_COUNTED = "updated";

  private final Session session;

  /** For one command. */
  public TaskReport(Session session) {
    this.session = session;
  }

  /** Waits; the exit code: 0 when the task succeeded and refused nothing. */
  public int await(String id) {
    Output output = session.output();
    Task last;
    try (Bar bar = new Bar(output, id, Bar.Unit.OBJECTS)) {
      bar.begun("working on", total(session.client().tasks().get(id)));
      last = session.client().tasks().follow(id, task -> bar.at(done(task)));
    }
    boolean worked = last.state().equals("succeeded") && count(last, "refused") == 0;
    output.done(last, "Task " + id + " " + last.state() + ". " + progress(last));
    last.problem()
        .ifPresent(problem -> {
          output.warn(problem.message());
          problem.remedy().ifPresent(output::hint);
        });
    return worked ? 0 : 1;
  }

  /** The counters as people read them; of a group of counters, the sum. */
  static String progress(Task task) {
    return new TreeMap<>(task.progress())
        .entrySet().stream()
            .filter(counter -> !counter.getKey().equals(WHEN_COUNTED))
            .filter(counter ->
                counter.getValue() instanceof Number || counter.getValue() instanceof Map<?, ?>)
            .map(counter -> count(counter.getValue()) + " " + counter.getKey())
            .collect(Collectors.joining(", "));
  }

  private static long total(Task task) {
    // unknown as a rule: a listing has no length
    return task.progress().containsKey("total") ? count(task, "total") : -1;
  }

  private static long done(Task task) {
    return Math.max(
        count(task, "succeeded") + count(task, "failed"),
        Math.max(count(task, "listed"), count(task, "done")));
  }

  private static long count(Task task, String name) {
    return count(task.progress().getOrDefault(name, 0L));
  }

  private static long count(Object counter) {
    return switch (counter) {
      case Number number -> number.longValue();
      case Map<?, ?> group -> group.values().stream().mapToLong(TaskReport::count).sum();
      default -> 0;
    };
  }
}

package io.windlass.filesystem;

import io.windlass.database.task.TaskRun;
import io.windlass.filesystem.report.ReportLine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * How far an attempt at a repository task has come: counts, failures and where the next attempt
 * goes on, written together about once a second. Not thread-safe.
 */
final class TaskLedger {
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final int MOST_LINES = 1000;

  private final Jdbi jdbi;
  private final TaskRun run;
  private final String taskId;
  private final InstantSource clock;
  private final List<ReportLine> lines = new ArrayList<>();
  private final List<String> absent;
  private Place place;
  private TaskProgress shown = TaskProgress.NONE;
  private long expected;
  private Instant saved = Instant.EPOCH;

  /**
   * A point that everything before is done up to.
   *
   * @param step which part of the task
   * @param after where in it; absent at its beginning
   * @param succeeded files since the beginning of the task
   * @param failed files since the beginning of the task
   */
  record Place(int step, Optional<String> after, long succeeded, long failed) {}

  private record Checkpoint(
      int step, List<String> after, long succeeded, long failed, List<String> absent) {}

  TaskLedger(NodeSetup setup, TaskRun run, String taskId) {
    this.jdbi = setup.database().jdbi();
    this.run = run;
    this.taskId = taskId;
    this.clock = setup.clock();
    Checkpoint begin =
        run.checkpoint()
            .map(text -> Json.read(text, Checkpoint.class))
            .orElse(new Checkpoint(0, List.of(), 0, 0, List.of()));
    this.place =
        new Place(
            begin.step(), begin.after().stream().findFirst(), begin.succeeded(), begin.failed());
    this.absent = new ArrayList<>(begin.absent());
  }

  /** Where it stands. */
  Place place() {
    return place;
  }

  /** Notes a path of the task with nothing there. */
  void absent(String path) {
    absent.add(path);
  }

  /** The paths with nothing there. */
  List<String> absent() {
    return List.copyOf(absent);
  }

  /** Notes a file that is to stand in the report; saves when there are many. */
  void line(ReportLine line) {
    lines.add(line);
    if (lines.size() >= MOST_LINES) {
      save();
    }
  }

  /**
   * The step begins anew, as its work has no checkpoints: what an earlier attempt noted of it is
   * forgotten.
   */
  void restart() {
    jdbi.useHandle(handle -> RepositoryTaskFailures.clear(handle, taskId, place.step()));
  }

  /** What is done in a step without checkpoints, for people; saves when it is time to. */
  void show(long succeeded, long failed) {
    shown = new TaskProgress(succeeded, failed, 0, 0);
    saveIfDue();
  }

  /** How many files the task will have dealt with, for people; 0 when it is not known. */
  void expect(long files) {
    expected = files;
  }

  /** Everything up to there is done; saves when it is time to. */
  void reached(Place now) {
    if (now.step() != place.step() && !lines.isEmpty()) {
      save(); // they belong to the step that ends
    }
    place = now;
    shown = TaskProgress.NONE;
    saveIfDue();
  }

  private void saveIfDue() {
    // in whichever direction: clocks are put back
    if (Duration.between(saved, clock.instant()).abs().compareTo(PERIOD) >= 0) {
      save();
    }
  }

  /**
   * Saves now.
   *
   * @throws io.windlass.database.task.TaskStopped when this attempt must end
   */
  void save() {
    Instant now = clock.instant();
    jdbi.useTransaction(handle -> {
      run.save(
          handle,
          Json.write(
              new Checkpoint(
                  place.step(),
                  place.after().stream().toList(),
                  place.succeeded(),
                  place.failed(),
                  absent)),
          Json.write(
              new TaskProgress(
                  place.succeeded() + shown.succeeded(),
                  place.failed() + shown.failed(),
                  expected,
                  now.toEpochMilli())));
      RepositoryTaskFailures.add(handle, taskId, place.step(), lines);
    });
    lines.clear();
    saved = now;
  }
}

package io.windlass.database.task;

import io.windlass.database.task.TaskEvent.Level;
import io.windlass.database.task.TaskStopped.Reason;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attempts at tasks on this node: from taking a task to what becomes of it. */
final class TaskAttempts {
  private static final Logger log = LoggerFactory.getLogger(TaskAttempts.class);

  /** What the scheduler is to do with the task after an attempt. */
  sealed interface Next {
    /** Nothing more, ever. */
    record Forget() implements Next {}

    /** Another attempt at this moment. */
    record Again(Instant at) implements Next {}

    /** Nothing: another node has it. */
    record LeaveAlone() implements Next {}
  }

  private final TaskStore store;
  private final RetryPolicy retries;
  private final String node;
  private volatile boolean stopping;

  TaskAttempts(TaskStore store, RetryPolicy retries, String node) {
    this.store = store;
    this.retries = retries;
    this.node = node;
  }

  /** From now on attempts give their tasks back at their next save. */
  void stop() {
    stopping = true;
  }

  Next attempt(TaskHandler handler, String id) {
    Optional<Task> begun = store.begin(id, node);
    if (begun.isEmpty()) {
      return new Next.Forget();
    }
    Task task = begun.get();
    try {
      Run run = new Run(task);
      run.check();
      return after(task, handler.run(run));
    } catch (TaskStopped e) {
      return afterStop(task, e.reason());
    } catch (WindlassException e) {
      return e.problem().kind() == Kind.UNAVAILABLE
          ? afterFailure(task, e.problem(), e)
          : end(task, TaskState.FAILED, Optional.of(e.problem()));
    } catch (RuntimeException | Error e) {
      if (stopping) { // interrupted, most likely
        return release(task, Duration.ZERO);
      }
      Problem fault =
          Problem.of(Kind.INTERNAL, "internal_error", "Something unexpected happened in Windlass.")
              .withRemedy("The log of node " + node + " tells more under " + task.id() + ".");
      return afterFailure(task, fault, e);
    }
  }

  private Next after(Task task, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded() -> end(task, TaskState.SUCCEEDED, Optional.empty());
      case Outcome.Failed(Problem problem) -> end(task, TaskState.FAILED, Optional.of(problem));
      case Outcome.Later(Duration pause) -> release(task, pause);
    };
  }

  private Next afterStop(Task task, Reason reason) {
    return switch (reason) {
      case CANCELLED -> end(task, TaskState.CANCELLED, Optional.empty());
      case NODE_STOPS -> release(task, Duration.ZERO);
      case SUPERSEDED -> new Next.LeaveAlone();
    };
  }

  private Next afterFailure(Task task, Problem problem, Throwable cause) {
    log.warn("{} of kind {} failed in attempt {}", task.id(), task.kind(), task.attempt(), cause);
    Optional<TaskStore.Failures> counted = store.fail(task, problem);
    if (counted.isEmpty()) {
      return new Next.LeaveAlone();
    }
    TaskStore.Failures failures = counted.get();
    boolean giveUp =
        problem.kind() == Kind.UNAVAILABLE
            ? failures.since().compareTo(retries.patience()) > 0
            : failures.count() >= retries.faults();
    return giveUp
        ? end(task, TaskState.FAILED, Optional.of(problem))
        : release(task, retries.pause(failures.count()));
  }

  private Next end(Task task, TaskState state, Optional<Problem> problem) {
    return store.end(task, state, problem) ? new Next.Forget() : new Next.LeaveAlone();
  }

  private Next release(Task task, Duration pause) {
    Instant now = Instant.now();
    return store
        .release(task)
        .<Next>map(hurried -> new Next.Again(hurried ? now : now.plus(pause)))
        .orElseGet(Next.LeaveAlone::new);
  }

  private final class Run implements TaskRun {
    private final Task task;

    Run(Task task) {
      this.task = task;
    }

    @Override
    public Task task() {
      return task;
    }

    @Override
    public void save(String checkpoint, String progress) {
      stopWithNode();
      if (!store.save(task, checkpoint, progress)) {
        throw stopped();
      }
    }

    @Override
    public void save(Handle transaction, String checkpoint, String progress) {
      stopWithNode();
      if (!store.save(transaction, task, checkpoint, progress)) {
        throw stopped();
      }
    }

    @Override
    public void check() {
      stopWithNode();
      Task now = store.find(task.id()).orElse(task);
      if (now.attempt() != task.attempt() || now.state() != TaskState.ACTIVE) {
        throw new TaskStopped(task.id(), Reason.SUPERSEDED);
      }
      if (now.cancelRequested()) {
        throw new TaskStopped(task.id(), Reason.CANCELLED);
      }
    }

    @Override
    public void note(Level level, String message) {
      if (!store.note(task, level, message)) {
        throw new TaskStopped(task.id(), Reason.SUPERSEDED);
      }
    }

    private void stopWithNode() {
      if (stopping) {
        throw new TaskStopped(task.id(), Reason.NODE_STOPS);
      }
    }

    private TaskStopped stopped() {
      boolean cancelled =
          store
              .find(task.id())
              .filter(now -> now.attempt() == task.attempt() && now.cancelRequested())
              .isPresent();
      return new TaskStopped(task.id(), cancelled ? Reason.CANCELLED : Reason.SUPERSEDED);
    }
  }
}

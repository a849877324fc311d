package io.windlass.database.task;

import static com.github.kagkarlsson.scheduler.task.helper.Tasks.custom;
import static com.github.kagkarlsson.scheduler.task.helper.Tasks.recurring;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.windlass.foundation.Ids;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Durable long work over all nodes that share a database.
 *
 * <p>A submitted task is never forgotten: some node that has a handler for its kind works on it
 * until it has ended, from the last checkpoint after every interruption. Thread-safe.
 */
public final class Tasks implements AutoCloseable {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
  private static final Duration EVER = Duration.ofDays(36_500);
  private static final Duration DATABASE_PAUSE = Duration.ofSeconds(10);

  private final DataSource source;
  private final TaskStore store;
  private final TaskSettings settings;
  private final String node;
  private final TaskAttempts attempts;
  private @Nullable Scheduler scheduler;

  /** Tasks in the database; {@link #start} begins to work on them. */
  public Tasks(Jdbi jdbi, DataSource source, TaskSettings settings) {
    this.source = source;
    this.settings = settings;
    this.store = new TaskStore(jdbi);
    this.node = "node_" + ProcessHandle.current().pid() + "_" + Ids.random(6);
    this.attempts = new TaskAttempts(store, settings.retries(), node);
  }

  /**
   * Stores a new task, which some node soon works on.
   *
   * @param idempotencyKey the same user's second request with the same key answers the first task
   * @throws io.windlass.foundation.WindlassException {@code idempotency_key_reused} when that
   *     request was another one
   */
  public Task submit(NewTask task, Optional<String> idempotencyKey) {
    Task submitted = store.submit(task, idempotencyKey);
    wakeUp();
    return submitted;
  }

  /**
   * Stores a new task in the transaction of the handle: it exists if and when that is committed.
   */
  public Task submit(Handle transaction, NewTask task) {
    Task submitted = store.submit(transaction, task, Optional.empty());
    transaction.afterCommit(this::wakeUp);
    return submitted;
  }

  /** The task as it stands. */
  public Optional<Task> find(String id) {
    return store.find(id);
  }

  /** Newest first. */
  public Page.Of<Task> list(TaskFilter filter, Page page) {
    return store.list(filter, page);
  }

  /**
   * Asks to stop a task, and answers it as it stands. One that nobody works on ends at once,
   * another at its next save; one that has ended stays as it is.
   *
   * @throws io.windlass.foundation.WindlassException {@code task_not_found}
   */
  public Task cancel(String id) {
    return store
        .cancel(id)
        .orElseThrow(() ->
            Problem.of(Kind.NOT_FOUND, "task_not_found", "There is no task " + id + ".")
                .toException());
  }

  /**
   * Has tasks that wait until {@link Outcome.Later} is over looked at now: what they wait for may
   * have come. One that runs at this moment goes on without a pause.
   */
  public void hurry(String kind, String subject) {
    store.hurry(kind, subject);
    wakeUp();
  }

  /**
   * What happened in a task, oldest first.
   *
   * @param after number of the last event seen; 0 for all that are kept
   * @param limit the most to answer
   */
  public List<TaskEvent> events(String id, long after, int limit) {
    return store.events(id, after, limit);
  }

  /**
   * Begins to work on tasks of these kinds, and to take part in the recurring work. Once only.
   * Other kinds are left to other nodes.
   */
  public void start(Collection<TaskHandler> handlers, Collection<RecurringWork> recurringWork) {
    start(Optional.empty(), handlers, recurringWork);
  }

  /**
   * As {@link #start(Collection, Collection)}, and works on the tasks that are for this node alone.
   *
   * @param nodeId no other living process may have it
   */
  public void start(
      String nodeId, Collection<TaskHandler> handlers, Collection<RecurringWork> recurringWork) {
    store.reclaim(nodeId);
    start(Optional.of(nodeId), handlers, recurringWork);
  }

  private synchronized void start(
      Optional<String> nodeId,
      Collection<TaskHandler> handlers,
      Collection<RecurringWork> recurringWork) {
    if (scheduler != null) {
      throw new IllegalStateException("started already");
    }
    List<RecurringTask<Void>> recurring =
        new ArrayList<>(recurringWork.stream().map(Tasks::recurringTask).toList());
    recurring.add(
        recurringTask(
            new RecurringWork(
                "forget_ended_tasks",
                Duration.ofHours(1),
                () -> store.deleteEndedBefore(Instant.now().minus(settings.retention())))));
    scheduler =
        Scheduler.create(source, handled(handlers, nodeId))
            .startTasks(recurring)
            .schedulerName(new SchedulerName.Fixed(node))
            .executorService(Executors.newVirtualThreadPerTaskExecutor())
            .threads(settings.concurrent())
            .pollUsingLockAndFetch(0.5, 1.0)
            .pollingInterval(settings.polling())
            .heartbeatInterval(settings.heartbeat())
            .missedHeartbeatsLimit(TaskSettings.MISSED_HEARTBEATS)
            .shutdownMaxWait(STOP_PATIENCE)
            .deleteUnresolvedAfter(EVER) // what other nodes do is theirs to forget
            .build();
    scheduler.start();
  }

  /**
   * Stops working: what runs is given back to other nodes at its next save. Closing again does
   * nothing.
   */
  @Override
  public synchronized void close() {
    attempts.stop();
    if (scheduler != null) {
      scheduler.stop();
      scheduler = null;
    }
  }

  private synchronized void wakeUp() {
    if (scheduler != null) {
      scheduler.triggerCheckForDueExecutions();
    }
  }

  private List<com.github.kagkarlsson.scheduler.task.Task<?>> handled(
      Collection<TaskHandler> handlers, Optional<String> nodeId) {
    List<com.github.kagkarlsson.scheduler.task.Task<?>> handled = new ArrayList<>();
    for (TaskHandler handler : handlers) {
      handled.add(handled(handler, handler.kind()));
      nodeId.ifPresent(
          id -> handled.add(handled(handler, NewTask.schedulerName(handler.kind(), id))));
    }
    return handled;
  }

  private com.github.kagkarlsson.scheduler.task.Task<?> handled(
      TaskHandler handler, String schedulerName) {
    return custom(schedulerName, Void.class)
        .onDeadExecutionRevive()
        .onFailure(new FailureHandler.OnFailureRetryLater<>(DATABASE_PAUSE))
        .execute((instance, _) ->
            switch (attempts.attempt(handler, instance.getId())) {
              case TaskAttempts.Next.Forget() -> new CompletionHandler.OnCompleteRemove<>();
              case TaskAttempts.Next.Again(Instant at) ->
                  (complete, operations) -> operations.reschedule(complete, at);
              case TaskAttempts.Next.LeaveAlone() -> (_, _) -> {};
            });
  }

  private static RecurringTask<Void> recurringTask(RecurringWork work) {
    return recurring(work.name(), FixedDelay.of(work.pause())).execute((_, _) -> work.work().run());
  }
}

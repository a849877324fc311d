package io.windlass.filesystem;

import io.windlass.database.task.Outcome;
import io.windlass.database.task.TaskHandler;
import io.windlass.database.task.TaskRun;
import io.windlass.database.task.TaskStopped;
import io.windlass.filesystem.LinkRequests.Request;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on the request at the head of a file system's queue. */
final class LinkChanges implements TaskHandler {
  private static final Logger log = LoggerFactory.getLogger(LinkChanges.class);
  private static final Duration UNTIL_OPEN = Duration.ofSeconds(1);
  private static final Duration UNTIL_STOPPED = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int ATTEMPTS = 5;

  private final FileSystemNode node;
  private final LinkService links;

  LinkChanges(FileSystemNode node, LinkService links) {
    this.node = node;
    this.links = links;
  }

  @Override
  public String kind() {
    return LinkRequests.TASK_KIND;
  }

  @Override
  public Outcome run(TaskRun run) {
    LinkRequests.Input input = Json.read(run.input(), LinkRequests.Input.class);
    Optional<Request> request = links.request(input.request());
    if (request.isEmpty()) {
      return Outcome.succeeded();
    }
    Optional<ServedFileSystem> served = node.served(request.get().fileSystemId());
    if (served.isEmpty()) {
      return Outcome.later(UNTIL_OPEN);
    }
    if (request.get().kind() == LinkRequests.Kind.DELETE && links.stopTasks(request.get())) {
      return Outcome.later(UNTIL_STOPPED);
    }
    try {
      links.work(served.get(), request.get(), run);
    } catch (TaskStopped e) {
      throw e;
    } catch (RuntimeException e) {
      return failed(request.get(), run, e);
    }
    return Outcome.succeeded();
  }

  private Outcome failed(Request request, TaskRun run, RuntimeException why) {
    int failures =
        run.checkpoint().map(text -> Json.read(text, Failures.class).failures()).orElse(0) + 1;
    log.warn("{} of {} failed for the {}. time.", request.kind(), request.linkId(), failures, why);
    if (failures < ATTEMPTS) {
      run.save(Json.write(new Failures(failures)), "{}");
      return Outcome.later(PAUSE.multipliedBy(failures));
    }
    links.giveUp(request, run, why);
    return Outcome.succeeded();
  }

  private record Failures(int failures) {}
}

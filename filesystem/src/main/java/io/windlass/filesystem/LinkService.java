package io.windlass.filesystem;

import io.windlass.connection.feed.ChangeFeeds;
import io.windlass.connection.feed.Subscription;
import io.windlass.database.task.TaskRun;
import io.windlass.filesystem.LinkDetails.Lifecycle;
import io.windlass.filesystem.LinkRequests.Request;
import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.tree.Encrypted;
import io.windlass.foundation.Problem;
import io.windlass.foundation.WindlassException;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.LinuxException;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of links on their node: installing, changing, removing, and their health. Every change
 * of state is a step from a known one, so that what comes late changes nothing.
 */
final class LinkService {
  private static final Logger log = LoggerFactory.getLogger(LinkService.class);
  private static final Duration OLDEST_BACKLOG = Duration.ofDays(14);
  private static final Set<Lifecycle> IN_SERVICE =
      Set.of(Lifecycle.AVAILABLE, Lifecycle.MISCONFIGURED);

  private final NodeWork work;
  private final NodeSetup setup;
  private final Jdbi jdbi;
  private final LinkRequests requests;
  private final RepositoryTasks repositoryTasks;

  LinkService(NodeWork work, LinkRequests requests, RepositoryTasks repositoryTasks) {
    this.work = work;
    this.setup = work.setup();
    this.jdbi = setup.database().jdbi();
    this.requests = requests;
    this.repositoryTasks = repositoryTasks;
  }

  /**
   * How a link is.
   *
   * @param lifecycle {@code AVAILABLE}, {@code MISCONFIGURED} or {@code FAILED}
   * @param failure why not available
   */
  private record Health(Lifecycle lifecycle, Optional<String> failure) {
    static final Health GOOD = new Health(Lifecycle.AVAILABLE, Optional.empty());

    static Health misconfigured(Problem problem) {
      return new Health(Lifecycle.MISCONFIGURED, Optional.of(text(problem)));
    }

    static Health failed(String why) {
      return new Health(Lifecycle.FAILED, Optional.of(why));
    }
  }

  Optional<Request> request(long ordinal) {
    return jdbi.withHandle(handle -> LinkRequests.find(handle, ordinal));
  }

  /** Puts the links of a file system that was just opened in service again. */
  void resume(ServedFileSystem served) {
    served.watch(watched(served), work.changes());
    for (LinkDetails link : links(served)) {
      if (link.lifecycle() == Lifecycle.AVAILABLE) {
        run(served, link);
      }
    }
  }

  /** The links of a file system whose stubs may have content in their buckets. */
  List<LinkDetails> installed(FileSystem fileSystem) {
    return jdbi.withHandle(handle -> LinkRows.ofFileSystem(handle, fileSystem.id())).stream()
        .filter(link -> link.lifecycle() != Lifecycle.CREATING)
        .toList();
  }

  /** Asks all tasks of a link to stop; whether any has not stopped yet. */
  boolean stopTasks(Request request) {
    List<RepositoryTask> open =
        jdbi.withHandle(handle -> RepositoryTaskRows.open(handle, request.fileSystemId())).stream()
            .filter(task -> task.linkIds().contains(request.linkId()))
            .toList();
    open.forEach(task -> setup.tasks().cancel(task.taskId()));
    return !open.isEmpty();
  }

  /** Does what is asked for, and notes it together with the end of the request. */
  void work(ServedFileSystem served, Request request, TaskRun run) {
    LinkDetails link =
        jdbi.withHandle(handle -> LinkRows.find(handle, request.linkId())).orElseThrow();
    if (request.kind() == LinkRequests.Kind.DELETE) {
      remove(served, link, request.deleteData());
      end(request, run, handle -> LinkRows.delete(handle, link.id()));
      return;
    }
    halt(served, link);
    Health health = install(served, link);
    if (health.lifecycle() == Lifecycle.AVAILABLE) {
      run(served, link);
    }
    end(
        request,
        run,
        handle -> {
          LinkRows.move(
              handle,
              link.id(),
              Set.of(Lifecycle.CREATING, Lifecycle.UPDATING),
              health.lifecycle(),
              health.failure());
          boolean imports =
              request.kind() == LinkRequests.Kind.CREATE
                  && link.importMetadata()
                  && health.lifecycle() == Lifecycle.AVAILABLE;
          if (imports) {
            repositoryTasks.importOf(handle, served.fileSystem(), link);
          }
        });
  }

  /** The request could not be done, time and again: the link waits for somebody to look at it. */
  void giveUp(Request request, TaskRun run, RuntimeException why) {
    String failure =
        why instanceof WindlassException e ? text(e.problem()) : "Something unexpected happened.";
    end(
        request,
        run,
        handle ->
            LinkRows.move(
                handle,
                request.linkId(),
                Set.of(Lifecycle.CREATING, Lifecycle.UPDATING, Lifecycle.DELETING),
                Lifecycle.MISCONFIGURED,
                Optional.of(failure)));
  }

  /** Looks at the health of all links of a file system. */
  void look(ServedFileSystem served) {
    compareUnwatched(served);
    for (LinkDetails link : links(served)) {
      if (!IN_SERVICE.contains(link.lifecycle())) {
        continue;
      }
      try {
        health(served, link).ifPresent(health -> become(served, link, health));
        RunningLink running = served.running().get(link.id());
        if (running != null && running.outdated()) {
          run(served, link);
        }
      } catch (RuntimeException e) {
        log.warn("The health of {} could not be found out.", link.id(), e);
      }
    }
  }

  /** Where this process may not watch, local changes are found by comparing, time and again. */
  private void compareUnwatched(ServedFileSystem served) {
    if (served.watch().isEmpty()) {
      work.changes().unwatched(served.fileSystem().id(), watched(served));
    }
  }

  private void become(ServedFileSystem served, LinkDetails link, Health health) {
    boolean moved =
        health.lifecycle() != link.lifecycle()
            && jdbi.withHandle(handle ->
                LinkRows.move(
                    handle,
                    link.id(),
                    Set.of(link.lifecycle()),
                    health.lifecycle(),
                    health.failure()));
    if (!moved) {
      return;
    }
    log.info(
        "{} is {} now: {}", link.id(), health.lifecycle(), health.failure().orElse("all is well"));
    if (health.lifecycle() == Lifecycle.AVAILABLE) {
      run(served, link);
    } else {
      halt(served, link);
    }
  }

  private Health install(ServedFileSystem served, LinkDetails link) {
    try {
      served.tree().makeLinkedDirectory(link.link());
      served.tree().open(link.link()).close();
    } catch (LinuxException e) {
      return Health.failed(
          e.errno() == Errno.ENOTDIR || e.errno() == Errno.EEXIST
              ? link.path() + " is there and no directory."
              : "The directory " + link.path() + " cannot be made: " + e.getMessage() + ".");
    }
    served.contents().put(link);
    watchExporting(served);
    if (link.link().exports().isEmpty()) {
      work.changes().forget(link.id());
    }
    compareUnwatched(served);
    try {
      if (link.link().imports().isEmpty()) {
        BucketFollower.unsubscribe(link, setup);
      } else {
        String feed = BucketFollower.subscribe(link, setup).id();
        if (isTooOld(feed)) {
          setup.feeds().startOver(feed);
        }
      }
    } catch (WindlassException e) {
      return Health.misconfigured(e.problem());
    }
    return health(served, link).orElse(Health.GOOD);
  }

  /** Empty when the store does not answer: that passes. */
  private Optional<Health> health(ServedFileSystem served, LinkDetails link) {
    try (Descriptor directory = served.tree().open(link.link())) {
      if (directory.status().encrypted()) {
        return Optional.of(Health.failed(Encrypted.REASON));
      }
    } catch (LinuxException e) {
      if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
        return Optional.of(Health.failed("The linked directory " + link.path() + " is gone."));
      }
      throw e;
    }
    try {
      LinkAccess.list(setup.store(link), LinkRules.repository(link.link()));
    } catch (WindlassException e) {
      return refusal(e);
    }
    return Optional.of(feedHealth(link));
  }

  private static Optional<Health> refusal(WindlassException e) {
    boolean passing =
        e instanceof StoreException store && store.failure() instanceof StoreFailure.Unreachable;
    if (passing) {
      return Optional.empty();
    }
    boolean bucketGone =
        e.getCause() instanceof StoreException store
            && store.failure() instanceof StoreFailure.NoSuchBucket;
    return Optional.of(
        bucketGone ? Health.failed(e.problem().message()) : Health.misconfigured(e.problem()));
  }

  private Health feedHealth(LinkDetails link) {
    ChangeFeeds feeds = setup.feeds();
    Optional<Subscription> subscription =
        link.link().imports().isEmpty() ? Optional.empty() : feeds.ofOwner(link.feedOwner());
    if (subscription.isEmpty()) {
      return Health.GOOD;
    }
    String id = subscription.get().id();
    if (isTooOld(id)) {
      return new Health(
          Lifecycle.MISCONFIGURED,
          Optional.of(
              "Changes of the bucket have waited for more than 14 days. Update the link: a"
                  + " comparison then finds what was missed."));
    }
    return feeds.check(id).map(Health::misconfigured).orElse(Health.GOOD);
  }

  private boolean isTooOld(String feed) {
    Duration age = setup.feeds().backlog(feed).age(setup.clock().instant());
    return age.compareTo(OLDEST_BACKLOG) > 0;
  }

  private void run(ServedFileSystem served, LinkDetails link) {
    halt(served, link);
    served.running().put(link.id(), RunningLink.start(new LinkSides(link, served, work)));
  }

  private static void halt(ServedFileSystem served, LinkDetails link) {
    RunningLink old = served.running().remove(link.id());
    if (old != null) {
      old.close();
    }
  }

  /** First nothing is watched any more, then data may go: nothing is ever removed in the bucket. */
  private void remove(ServedFileSystem served, LinkDetails link, boolean data) {
    halt(served, link);
    BucketFollower.unsubscribe(link, setup);
    watchExporting(served);
    work.changes().forget(link.id());
    served.contents().remove(link);
    if (data) {
      LinkedData.remove(served.tree(), link.link());
    }
    served.tree().forget(link.link());
  }

  /** From now on changes of exactly the links that export are noted. */
  private void watchExporting(ServedFileSystem served) {
    List<Link> exporting = watched(served);
    served.watch().ifPresent(watch -> watch.links(exporting));
  }

  /** Links that are not being deleted, and export by themselves. */
  private List<Link> watched(ServedFileSystem served) {
    return links(served).stream()
        .filter(link -> link.lifecycle() != Lifecycle.DELETING)
        .map(LinkDetails::link)
        .filter(link -> !link.exports().isEmpty())
        .toList();
  }

  private interface Writes {
    void in(Handle transaction);
  }

  /** What is written counts only if this attempt still has the task. */
  private void end(Request request, TaskRun run, Writes writes) {
    jdbi.useTransaction(handle -> {
      Optional<FileSystem> fileSystem = FileSystemRows.lock(handle, request.fileSystemId());
      run.save(handle, "{}", "{}");
      LinkRequests.remove(handle, request);
      writes.in(handle);
      fileSystem.ifPresent(it -> requests.start(handle, it));
    });
  }

  private List<LinkDetails> links(ServedFileSystem served) {
    return jdbi.withHandle(handle -> LinkRows.ofFileSystem(handle, served.fileSystem().id()));
  }

  private static String text(Problem problem) {
    return problem.message() + problem.remedy().map(remedy -> " " + remedy).orElse("");
  }
}

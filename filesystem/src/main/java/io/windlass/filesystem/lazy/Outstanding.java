package io.windlass.filesystem.lazy;

import io.windlass.linux.ContentEvent;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Fanotify;
import io.windlass.linux.FileHandle;
import io.windlass.linux.LinuxException;
import io.windlass.linux.Processes;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events that were read and not answered. The kernel knows each by the number of its
 * descriptor; numbers of a predecessor are kept from being used for new events until they are
 * answered, because an answer to a number goes to the oldest event that has it. Thread-safe.
 */
final class Outstanding implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Outstanding.class);

  /** Files for connections to stores and databases, and for classes, beside those open already. */
  private static final long ELSEWHERE = 150;

  private static final long LEAST = 16;

  private final Fanotify group;
  private final Journal journal;
  private final int most;
  private final Semaphore room;

  /** Numbers of a predecessor, with the new events of that number that wait for their turn. */
  private final Map<Integer, Queue<ContentEvent>> inherited = new ConcurrentHashMap<>();

  /** What this process has read and not answered. */
  private final Map<Integer, ContentEvent> unanswered = new ConcurrentHashMap<>();

  /** Keeps numbers of a predecessor from being used. */
  private final Map<Integer, Descriptor> reserved = new ConcurrentHashMap<>();

  Outstanding(Fanotify group, Journal journal, long fileLimit) {
    this.group = group;
    this.journal = journal;
    this.most = most(fileLimit, Processes.openFiles());
    this.room = new Semaphore(most);
  }

  /** A quarter of the files that may be open is for all else, and not less than that needs. */
  static int most(long fileLimit, long open) {
    long limit = Math.min(Journal.SLOTS, fileLimit);
    return (int) Math.max(LEAST, limit - Math.max(limit / 4, open + ELSEWHERE));
  }

  /** Waits for room for this many events; beyond it, programs wait safely in the kernel's queue. */
  boolean reserve(int count) throws InterruptedException {
    return room.tryAcquire(count, 1, TimeUnit.SECONDS);
  }

  void giveBack(int count) {
    room.release(count);
  }

  long count() {
    return (long) most - room.availablePermits();
  }

  /**
   * Records an event right after it was read.
   *
   * @return false when it can not be served; it is answered then, as far as it can be
   */
  boolean add(ContentEvent event) {
    if (event.number() < 0) {
      log.error("The kernel refused a program, errno {}: too many open files?", -event.number());
      giveBack(1);
      return false;
    }
    if (!Journal.holds(event.number())) {
      answer(event, Answers.FAILED);
      return false;
    }
    Queue<ContentEvent> followers =
        inherited.computeIfPresent(
            event.number(),
            (number, waiting) -> {
              waiting.add(event);
              return waiting;
            });
    if (followers != null) {
      return false;
    }
    journal.record(event);
    unanswered.put(event.number(), event);
    return true;
  }

  void identify(ContentEvent event, FileHandle handle) {
    journal.record(event.number(), handle);
  }

  /** Answers an event; the program goes on. */
  void answer(ContentEvent event, int answer) {
    answer(event.number(), answer);
    if (unanswered.remove(event.number(), event)) {
      journal.clear(event.number());
    }
    event.file().close();
    giveBack(1);
  }

  private boolean answer(int number, int answer) {
    try {
      return group.answer(number, answer);
    } catch (LinuxException e) {
      log.error("A waiting program could not be answered: {}", e.getMessage());
      return false;
    }
  }

  /**
   * Takes over what a predecessor left, before the first event is read: events it had not come to
   * record fail, because nobody knows what they wait for.
   *
   * @param any a descriptor to occupy numbers with
   */
  List<Journal.Entry> inherit(Descriptor any) {
    List<Journal.Entry> entries = journal.entries();
    for (Journal.Entry entry : entries) {
      inherited.put(entry.number(), new ArrayDeque<>());
      Descriptor occupied = Processes.reserve(any, entry.number());
      if (occupied != null) {
        reserved.put(entry.number(), occupied);
      }
    }
    for (int number = 0; number < Journal.SLOTS; number++) {
      if (!inherited.containsKey(number) && answer(number, Answers.FAILED)) {
        log.warn("A program whose wait was not recorded before the crash got an error");
      }
    }
    return entries;
  }

  /**
   * Answers an event of a predecessor.
   *
   * @return new events that came by the same number and can be served now
   */
  Queue<ContentEvent> answerInherited(int number, int answer) {
    answer(number, answer);
    journal.clear(number);
    Queue<ContentEvent> followers = inherited.get(number);
    if (followers != null && followers.isEmpty()) {
      // The predecessor may itself have had a second one.
      answer(number, Answers.FAILED);
    }
    Queue<ContentEvent> last = inherited.remove(number);
    Descriptor occupied = reserved.remove(number);
    if (occupied != null) {
      occupied.close();
    }
    return last == null ? new ArrayDeque<>() : last;
  }

  /** Leaves everything unanswered to a successor. */
  @Override
  public void close() {
    unanswered.values().forEach(event -> event.file().close());
    reserved.values().forEach(Descriptor::close);
  }
}

package io.windlass.objectstore;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * An SQS queue with messages about changes. Thread-safe; calls block. Every failure is a {@link
 * StoreException}.
 */
public interface EventQueue extends AutoCloseable {
  /** The most messages that one call answers or deletes. */
  int BATCH = 10;

  /**
   * Waits for messages: at most {@link #BATCH}, in no order. Each comes again when it is not
   * deleted in time.
   *
   * @param patience how long to wait for the first, at most 20 s
   * @param invisible how long the messages are kept from other readers, whole seconds
   */
  List<Message> receive(Duration patience, Duration invisible);

  /** Deletes received messages for good, any number; what the queue did not delete comes again. */
  void delete(Collection<Message> messages);

  /** What the queue is. */
  Facts facts();

  /** Frees what only this queue holds. */
  @Override
  void close();

  /**
   * A received message.
   *
   * @param id the same at each reception
   * @param receipt of this reception
   * @param timesReceived this time included
   */
  record Message(String id, String receipt, String body, int timesReceived) {}

  /**
   * Facts of a queue, as far as the keys may ask for them.
   *
   * @param arn its name in rules and policies
   * @param deadLetters whether messages that nobody deletes end in another queue
   */
  record Facts(Optional<String> arn, boolean deadLetters) {}
}

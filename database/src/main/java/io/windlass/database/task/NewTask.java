package io.windlass.database.task;

import java.util.Optional;

/**
 * A task to be.
 *
 * @param kind what sort of work
 * @param subject what it works on
 * @param input JSON for the handler
 * @param createdBy id of the user who asks for it
 * @param node id of the only node that can do it; absent: any
 */
public record NewTask(
    String kind, Optional<String> subject, String input, long createdBy, Optional<String> node) {

  /** A task that any node can do. */
  public NewTask(String kind, Optional<String> subject, String input, long createdBy) {
    this(kind, subject, input, createdBy, Optional.empty());
  }

  /** The same for one node alone: it waits until that node is there. */
  public NewTask onNode(String nodeId) {
    return new NewTask(kind, subject, input, createdBy, Optional.of(nodeId));
  }

  /** What the scheduler calls it. */
  String schedulerName() {
    return node.map(id -> schedulerName(kind, id)).orElse(kind);
  }

  static String schedulerName(String kind, String node) {
    return kind + "@" + node;
  }
}

package io.windlass.objectstore.event;

import java.util.List;

/**
 * A message about changes, read.
 *
 * @param events what happened to objects; where it is not certain whether a store encoded the key,
 *     there is an event for either reading
 * @param irrelevant parts that were understood and say nothing about content: test events,
 *     confirmations of subscriptions, reads, tags
 * @param unreadable parts that name no usable bucket and key
 */
public record EventMessage(List<ObjectEvent> events, int irrelevant, int unreadable) {
  /** Copies the list. */
  public EventMessage {
    events = List.copyOf(events);
  }
}

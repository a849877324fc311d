package io.windlass.connection.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.connection.feed.HintRows.Heard;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.event.EventMessage;
import io.windlass.objectstore.event.EventMessages;
import io.windlass.objectstore.event.ObjectEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What messages say to feeds, collected to be written at once. One for each batch; not thread-safe.
 */
final class FeedInbox {
  private final List<FeedRow> feeds;
  private final List<Heard> heard = new ArrayList<>();
  private int accepted;
  private int ignored;
  private int refused;

  FeedInbox(List<FeedRow> feeds) {
    this.feeds = List.copyOf(feeds);
  }

  /**
   * Sorts the events of a message to the feeds they concern.
   *
   * @return why it, or a part of it, could not be read
   */
  Optional<String> receive(byte[] message) {
    EventMessage read;
    try {
      read = EventMessages.parse(message);
    } catch (WindlassException e) {
      refused++;
      return Optional.of(e.problem().message());
    }
    ignored += read.irrelevant();
    refused += read.unreadable();
    read.events().forEach(this::sort);
    return read.unreadable() == 0
        ? Optional.empty()
        : Optional.of(read.unreadable() + " records of a message name no usable bucket and key.");
  }

  Optional<String> receive(String message) {
    return receive(message.getBytes(UTF_8));
  }

  private void sort(ObjectEvent event) {
    List<FeedRow> concerned =
        feeds.stream().filter(feed -> feed.concerns(event.bucket(), event.key())).toList();
    accepted += concerned.isEmpty() ? 0 : 1;
    ignored += concerned.isEmpty() ? 1 : 0;
    concerned.forEach(feed -> heard.add(new Heard(feed.id(), event.key())));
  }

  List<Heard> heard() {
    return List.copyOf(heard);
  }

  Accepted outcome() {
    return new Accepted(accepted, ignored, refused);
  }
}

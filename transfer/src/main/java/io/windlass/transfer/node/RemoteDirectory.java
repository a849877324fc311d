package io.windlass.transfer.node;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.DirectoryStorage;
import io.windlass.transfer.collection.Item;
import io.windlass.transfer.node.NodeCall.Line;
import io.windlass.transfer.node.NodeCall.Operation;
import io.windlass.transfer.web.WebClient;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A directory of another node: all but writing of files is done by calls. Thread-safe. */
final class RemoteDirectory implements DirectoryStorage {
  /** Sends a call to the node that has the directory. */
  interface Sender {
    WebClient.Answer send(NodeCall call);
  }

  private final Collection collection;
  private final Sender sender;

  RemoteDirectory(Collection collection, Sender sender) {
    this.collection = collection;
    this.sender = sender;
  }

  private NodeCall call(Operation operation, String path) {
    return NodeCall.of(operation, collection.target(), path);
  }

  private AnswerLines ask(NodeCall call) {
    return new AnswerLines(sender.send(call));
  }

  /** All lines of a short answer. */
  private List<Line> all(NodeCall call) {
    try (AnswerLines lines = ask(call)) {
      List<Line> all = new ArrayList<>();
      for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
        all.add(line.get());
      }
      return all;
    }
  }

  private Line one(NodeCall call) {
    return all(call).getFirst();
  }

  @Override
  public Collection collection() {
    return collection;
  }

  @Override
  public Stream<Walked> walk(String directory, Optional<String> after, Links links) {
    NodeCall call =
        new NodeCall(
            Operation.WALK,
            collection.target(),
            directory,
            null,
            after.orElse(null),
            links == Links.FOLLOW,
            0,
            0,
            0,
            List.of());
    return lines(call).map(Line::walked);
  }

  @Override
  public Stream<Item> list(String directory, Optional<String> after) {
    NodeCall call =
        new NodeCall(
            Operation.LIST,
            collection.target(),
            directory,
            null,
            after.orElse(null),
            false,
            0,
            0,
            0,
            List.of());
    return lines(call).map(line -> Line.known(line.item()).item());
  }

  /** What is wrong with the directory itself is found at once, as it is with one of this node. */
  private Stream<Line> lines(NodeCall call) {
    AnswerLines lines = ask(call);
    Optional<Line> first;
    try {
      first = lines.next();
    } catch (RuntimeException e) {
      lines.close();
      throw e;
    }
    Iterator<Line> iterator =
        new Iterator<>() {
          private Optional<Line> ahead = first;

          @Override
          public boolean hasNext() {
            return ahead.isPresent();
          }

          @Override
          public Line next() {
            Line line = ahead.orElseThrow(NoSuchElementException::new);
            ahead = lines.next();
            return line;
          }
        };
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(iterator, Spliterator.ORDERED), false)
        .onClose(lines::close);
  }

  @Override
  public Item stat(String path) {
    return Line.known(one(call(Operation.STAT, path)).item()).item();
  }

  @Override
  public Optional<Problem> unsuitable(String path) {
    return DirectoryStorage.unsuitablePath(path);
  }

  @Override
  public boolean makeDirectory(String path) {
    return one(call(Operation.MAKE_DIRECTORY, path)).yes();
  }

  @Override
  public List<NotDeleted> delete(List<Doomed> doomed) {
    NodeCall call =
        new NodeCall(
            Operation.DELETE, collection.target(), "/", null, null, false, 0, 0, 0, doomed);
    return all(call).stream()
        .map(line ->
            new NotDeleted(
                new Doomed(Line.known(line.name()), line.directory()),
                Line.known(line.problem()).problem()))
        .toList();
  }

  @Override
  public void rename(String from, String to, int most) {
    all(
        new NodeCall(
            Operation.RENAME, collection.target(), from, to, null, false, 0, 0, most, List.of()));
  }

  @Override
  public boolean awaitsCredentials(WindlassException failure) {
    return false;
  }

  @Override
  public OpenFile read(String path) {
    return new RemoteFile(path, this::fresh, this::attribute, this::bytes);
  }

  private Item fresh(String path) {
    return Line.known(one(call(Operation.OPEN, path)).item()).item();
  }

  private Optional<byte[]> attribute(String path, String name) {
    return one(new NodeCall(
            Operation.ATTRIBUTE, collection.target(), path, name, null, false, 0, 0, 0, List.of()))
        .value();
  }

  private AnswerLines bytes(String path, long offset, long length) {
    return ask(
        new NodeCall(
            Operation.READ,
            collection.target(),
            path,
            null,
            null,
            false,
            offset,
            length,
            0,
            List.of()));
  }

  @Override
  public NewFile write(String path, long size) {
    throw elsewhere();
  }

  @Override
  public Optional<NewFile> resume(String path, String name) {
    throw elsewhere();
  }

  @Override
  public void discard(String path, String name) {
    throw elsewhere();
  }

  @Override
  public void link(String path, String target) {
    throw elsewhere();
  }

  private WindlassException elsewhere() {
    return Problem.of(
            Kind.UNAVAILABLE,
            "directory_elsewhere",
            "The directory " + collection.name() + " is on another node, which alone writes to it.")
        .toException();
  }

  @Override
  public void sync() {}

  @Override
  public void flushAhead() {}

  @Override
  public void close() {}
}

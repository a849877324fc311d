package io.windlass.transfer.node;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.Collections;
import io.windlass.transfer.collection.DirectoryStorage;
import io.windlass.transfer.collection.DirectoryStorage.OpenFile;
import io.windlass.transfer.collection.Item;
import io.windlass.transfer.collection.Storage.Links;
import io.windlass.transfer.collection.Storage.NotDeleted;
import io.windlass.transfer.collection.Storage.Walked;
import io.windlass.transfer.collection.Storages;
import io.windlass.transfer.node.NodeCall.Line;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Answers calls of other nodes with what the directories of this one have. An answer is lines of
 * JSON, the last of which says that it is the end, or why it is; of a read the bytes stand behind
 * the first line, and their CRC-32C behind them.
 */
final class NodeAnswers {
  private static final int BUFFER = 128 << 10;

  private final Collections collections;
  private final Storages storages;

  /**
   * The directories of this node.
   *
   * @param storages those of this node alone
   */
  NodeAnswers(Collections collections, Storages storages) {
    this.collections = collections;
    this.storages = storages;
  }

  void write(NodeCall call, OutputStream to) throws IOException {
    OutputStream out = new BufferedOutputStream(to, BUFFER);
    try (DirectoryStorage storage = open(call)) {
      answer(storage, call, out);
      line(out, Line.END);
    } catch (WindlassException e) {
      line(out, Line.failure(e.problem()));
    }
    out.flush();
  }

  private DirectoryStorage open(NodeCall call) {
    Collection collection =
        collections
            .ofTarget(call.directory())
            .filter(found -> found.kind() == Collection.Kind.DIRECTORY)
            .orElseThrow(() ->
                Problem.of(
                        Kind.NOT_FOUND,
                        "collection_not_found",
                        "There is no directory " + call.directory() + ".")
                    .toException());
    return (DirectoryStorage) storages.open(collection, 0, false);
  }

  private static void answer(DirectoryStorage storage, NodeCall call, OutputStream out)
      throws IOException {
    Optional<String> after = Optional.ofNullable(call.after());
    switch (call.operation()) {
      case WALK -> {
        Links links = call.follow() ? Links.FOLLOW : Links.SHOW;
        try (Stream<Walked> walk = storage.walk(call.path(), after, links)) {
          for (Iterator<Walked> each = walk.iterator(); each.hasNext(); ) {
            line(out, Line.of(each.next()));
          }
        }
      }
      case LIST -> {
        try (Stream<Item> list = storage.list(call.path(), after)) {
          for (Iterator<Item> each = list.iterator(); each.hasNext(); ) {
            line(out, Line.of(each.next()));
          }
        }
      }
      case STAT -> line(out, Line.of(storage.stat(call.path())));
      case OPEN -> {
        try (OpenFile file = storage.read(call.path())) {
          line(out, Line.of(file.item()));
        }
      }
      case ATTRIBUTE -> {
        try (OpenFile file = storage.read(call.path())) {
          line(out, Line.of(file.attribute(Line.known(call.to()))));
        }
      }
      case READ -> read(storage, call, out);
      case MAKE_DIRECTORY -> line(out, Line.answer(storage.makeDirectory(call.path())));
      case DELETE -> {
        for (NotDeleted not : storage.delete(call.doomed())) {
          line(out, Line.of(not.doomed().path(), not.doomed().directory(), not.problem()));
        }
      }
      case RENAME -> storage.rename(call.path(), Line.known(call.to()), call.most());
    }
  }

  private static void read(DirectoryStorage storage, NodeCall call, OutputStream out)
      throws IOException {
    try (OpenFile file = storage.read(call.path())) {
      line(out, Line.of(file.item()));
      CRC32C crc = new CRC32C();
      byte[] buffer = new byte[BUFFER];
      long end = call.offset() + call.length();
      if (file.item().size() < end) {
        return; // it is another file by now, which who asked for it sees from the item
      }
      for (long at = call.offset(); at < end; ) {
        int count =
            file.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, end - at)), at);
        if (count <= 0) {
          throw new IOException("the file has become shorter"); // the connection ends here
        }
        out.write(buffer, 0, count);
        crc.update(buffer, 0, count);
        at += count;
      }
      out.write(crc(crc));
    }
  }

  static byte[] crc(CRC32C crc) {
    return String.format("%08x\n", crc.getValue()).getBytes(StandardCharsets.US_ASCII);
  }

  private static void line(OutputStream out, Line line) throws IOException {
    out.write(NodeCall.write(line));
    out.write('\n');
  }
}

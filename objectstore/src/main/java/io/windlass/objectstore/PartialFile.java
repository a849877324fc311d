package io.windlass.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.PartPlan.Slice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A file that is being downloaded, beside its later name: the bytes, and a journal of the parts
 * that are on the disk. Thread-safe.
 */
final class PartialFile implements AutoCloseable {
  private static final int BUFFER = 128 << 10;
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  private final Path target;
  private final ObjectFacts facts;
  private final PartPlan plan;
  private final FileChannel bytes;
  private final FileChannel journal;
  private final Set<Integer> done = ConcurrentHashMap.newKeySet();

  private PartialFile(
      Path target, ObjectFacts facts, PartPlan plan, FileChannel bytes, FileChannel journal) {
    this.target = target;
    this.facts = facts;
    this.plan = plan;
    this.bytes = bytes;
    this.journal = journal;
  }

  /** Opens what an earlier download of the same object left, or begins. */
  static PartialFile open(Path target, ObjectFacts facts, PartPlan plan) throws IOException {
    String heading = "%s %d %d".formatted(facts.etag(), plan.size(), plan.partSize());
    Path journalFile = beside(target, ".windlass-journal");
    List<String> lines =
        Files.exists(journalFile) ? Files.readAllLines(journalFile, UTF_8) : List.of();
    if (lines.isEmpty() || !lines.getFirst().equals(heading)) {
      Files.deleteIfExists(beside(target, ".windlass-part"));
      Files.writeString(journalFile, heading + "\n");
      lines = List.of();
    }
    PartialFile partial =
        new PartialFile(
            target,
            facts,
            plan,
            FileChannel.open(
                beside(target, ".windlass-part"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE),
            FileChannel.open(journalFile, StandardOpenOption.APPEND));
    lines.stream()
        .skip(1)
        .filter(line -> line.matches("\\d{1,5}\\.")) // the last line may be half a one
        .forEach(line -> partial.done.add(Integer.parseInt(line.substring(0, line.length() - 1))));
    return partial;
  }

  private static Path beside(Path target, String suffix) {
    return target.resolveSibling("." + target.getFileName() + suffix);
  }

  /** Removes what an earlier download left. */
  static void discard(Path target, Exception because) {
    try {
      Files.deleteIfExists(beside(target, ".windlass-part"));
      Files.deleteIfExists(beside(target, ".windlass-journal"));
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  PartPlan plan() {
    return plan;
  }

  boolean has(Slice slice) {
    return done.contains(slice.number());
  }

  /** Writes a part, and notes it when it is on the disk. */
  void write(Slice slice, InputStream stream) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long position = slice.offset();
    for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
      ByteBuffer piece = ByteBuffer.wrap(buffer, 0, count);
      while (piece.hasRemaining()) {
        position += bytes.write(piece, position);
      }
    }
    if (position != slice.offset() + slice.length()) {
      throw new IOException("part " + slice.number() + " has another length than was asked for");
    }
    if (plan.count() > 1) {
      bytes.force(false);
      synchronized (journal) {
        journal.write(ByteBuffer.wrap((slice.number() + ".\n").getBytes(UTF_8)));
      }
    }
    done.add(slice.number());
  }

  /** Checks the whole, where the ETag tells its digest, and gives it its name. */
  void finish() throws IOException {
    boolean comparable =
        MD5.matcher(facts.etag()).matches()
            && facts.encryption().filter(name -> name.contains("kms")).isEmpty();
    if (bytes.size() != facts.size() || (comparable && !digest().equals(facts.etag()))) {
      throw mismatch();
    }
    bytes.force(true);
    Files.move(
        beside(target, ".windlass-part"),
        target,
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(beside(target, ".windlass-journal"));
  }

  private String digest() throws IOException {
    MessageDigest digest = ObjectTransfers.md5();
    byte[] buffer = new byte[BUFFER];
    bytes.position(0);
    InputStream stream = Channels.newInputStream(bytes);
    for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
      digest.update(buffer, 0, count);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private WindlassException mismatch() {
    WindlassException failure =
        Problem.of(
                Kind.STORE_REFUSED,
                "store_checksum_mismatch",
                "What was received of " + facts.id().key() + " is not what the store has.")
            .withRemedy("Download it again; it begins anew.")
            .toException();
    discard(target, failure);
    return failure;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
    journal.close();
  }
}

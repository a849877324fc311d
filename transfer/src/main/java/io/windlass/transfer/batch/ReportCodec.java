package io.windlass.transfer.batch;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.transfer.TransferItem;
import io.windlass.transfer.TransferredFile;
import io.windlass.transfer.TransferredFile.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Lines of reports as compressed bytes. Each piece begins with its length, so that pieces can be
 * put behind one another without their being read.
 */
public final class ReportCodec {

  private ReportCodec() {}

  /** A piece with these lines; nothing for none. */
  public static byte[] write(List<TransferredFile> lines) {
    if (lines.isEmpty()) {
      return new byte[0];
    }
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    bytes.writeBytes(new byte[Integer.BYTES]);
    try (DataOutputStream out =
        new DataOutputStream(new DeflaterOutputStream(bytes, deflater, 8192))) {
      out.writeInt(lines.size());
      for (TransferredFile line : lines) {
        write(out, line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    byte[] piece = bytes.toByteArray();
    ByteBuffer.wrap(piece).putInt(piece.length - Integer.BYTES);
    return piece;
  }

  private static void write(DataOutputStream out, TransferredFile line) throws IOException {
    write(out, line.source());
    write(out, line.destination());
    out.writeLong(line.size());
    write(out, line.checksum().map(TransferItem.Checksum::algorithm));
    write(out, line.checksum().map(TransferItem.Checksum::hex));
    write(out, line.versionId());
    Texts.write(out, line.outcome().name());
    out.writeBoolean(line.problem().isPresent());
    if (line.problem().isPresent()) {
      Problem problem = line.problem().get();
      Texts.write(out, problem.kind().name());
      Texts.write(out, problem.code());
      Texts.write(out, problem.message());
      write(out, problem.remedy());
    }
  }

  private static void write(DataOutputStream out, Optional<String> text) throws IOException {
    out.writeBoolean(text.isPresent());
    if (text.isPresent()) {
      Texts.write(out, text.get());
    }
  }

  /** The lines of all pieces. */
  public static List<TransferredFile> read(byte[] pieces) {
    List<TransferredFile> lines = new ArrayList<>();
    for (int at = 0; at < pieces.length; ) {
      int length = ByteBuffer.wrap(pieces, at, Integer.BYTES).getInt();
      at += Integer.BYTES;
      try (DataInputStream in =
          new DataInputStream(
              new InflaterInputStream(new ByteArrayInputStream(pieces, at, length)))) {
        for (int left = in.readInt(); left > 0; left--) {
          lines.add(line(in));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      at += length;
    }
    return lines;
  }

  private static TransferredFile line(DataInputStream in) throws IOException {
    Optional<String> source = text(in);
    Optional<String> destination = text(in);
    long size = in.readLong();
    Optional<String> algorithm = text(in);
    Optional<String> hex = text(in);
    Optional<String> version = text(in);
    Outcome outcome = Outcome.valueOf(Texts.read(in));
    Optional<Problem> problem =
        in.readBoolean()
            ? Optional.of(
                new Problem(Kind.valueOf(Texts.read(in)), Texts.read(in), Texts.read(in), text(in)))
            : Optional.empty();
    return new TransferredFile(
        source,
        destination,
        size,
        algorithm.map(name -> new TransferItem.Checksum(name, hex.orElse(""))),
        version,
        outcome,
        problem);
  }

  private static Optional<String> text(DataInputStream in) throws IOException {
    return in.readBoolean() ? Optional.of(Texts.read(in)) : Optional.empty();
  }
}

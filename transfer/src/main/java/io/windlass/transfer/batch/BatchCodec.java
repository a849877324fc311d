package io.windlass.transfer.batch;

import io.windlass.transfer.TransferItem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Batches as compressed bytes. Nodes of other builds read them, so the first byte is a version. */
public final class BatchCodec {
  private static final int VERSION = 1;

  private BatchCodec() {}

  /** The bytes of a batch. */
  public static byte[] write(Batch batch) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    bytes.write(VERSION);
    try (DataOutputStream out =
        new DataOutputStream(new DeflaterOutputStream(bytes, deflater, 8192))) {
      out.writeInt(batch.bases().size());
      for (Base base : batch.bases()) {
        write(out, base);
      }
      out.writeInt(batch.entries().size());
      for (Entry entry : batch.entries()) {
        write(out, entry);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Base base) throws IOException {
    Texts.write(out, base.source());
    Texts.write(out, base.destination());
    Texts.write(out, base.checksum().map(TransferItem.Checksum::algorithm).orElse(""));
    Texts.write(out, base.checksum().map(TransferItem.Checksum::hex).orElse(""));
  }

  private static void write(DataOutputStream out, Entry entry) throws IOException {
    out.writeInt(entry.base());
    Texts.write(out, entry.path());
    Texts.write(out, entry.action().name());
    out.writeLong(entry.size());
    out.writeLong(entry.modified());
    Texts.write(out, entry.etag());
    Texts.write(out, entry.version());
    Texts.write(out, entry.storageClass());
    out.writeLong(entry.destinationModified());
    Texts.write(out, entry.destinationEtag());
    out.writeShort(entry.attempts());
    out.writeLong(entry.firstFault());
  }

  /** The batch of the bytes. */
  public static Batch read(byte[] bytes) {
    if (bytes[0] != VERSION) {
      throw new IllegalStateException("a batch of another build: " + bytes[0]);
    }
    try (DataInputStream in =
        new DataInputStream(
            new InflaterInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1)))) {
      List<Base> bases = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        bases.add(base(in));
      }
      List<Entry> entries = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        entries.add(entry(in));
      }
      return new Batch(bases, entries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Base base(DataInputStream in) throws IOException {
    String source = Texts.read(in);
    String destination = Texts.read(in);
    String algorithm = Texts.read(in);
    String hex = Texts.read(in);
    return new Base(
        source,
        destination,
        algorithm.isEmpty()
            ? Optional.empty()
            : Optional.of(new TransferItem.Checksum(algorithm, hex)));
  }

  private static Entry entry(DataInputStream in) throws IOException {
    return new Entry(
        in.readInt(),
        Texts.read(in),
        Entry.Action.valueOf(Texts.read(in)),
        in.readLong(),
        in.readLong(),
        Texts.read(in),
        Texts.read(in),
        Texts.read(in),
        in.readLong(),
        Texts.read(in),
        in.readShort(),
        in.readLong());
  }
}

package io.windlass.transfer;

import io.windlass.transfer.Transfer.Request;
import io.windlass.transfer.TransferOptions.Preserve;
import io.windlass.transfer.TransferOptions.Symlinks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Requests as compressed bytes: a hundred thousand items are no document. The first byte is a
 * version.
 */
final class RequestCodec {
  private static final int VERSION = 4;

  /** Knew no metadata that is renamed, and no failing for lost details. */
  private static final int THIRD_VERSION = 3;

  /** Knew no rules for metadata. */
  private static final int SECOND_VERSION = 2;

  /** Knew no list of what was skipped. */
  private static final int FIRST_VERSION = 1;

  private RequestCodec() {}

  static byte[] write(Request request) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(VERSION);
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
      switch (request) {
        case Request.Copying(NewTransfer transfer) -> {
          out.writeBoolean(true);
          write(out, transfer);
        }
        case Request.Deleting(NewDeletion deletion) -> {
          out.writeBoolean(false);
          write(out, deletion);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Request read(byte[] bytes) {
    if (bytes[0] < FIRST_VERSION || bytes[0] > VERSION) {
      throw new IllegalStateException("a request of another build: " + bytes[0]);
    }
    try (DataInputStream in =
        new DataInputStream(
            new InflaterInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1)))) {
      return in.readBoolean()
          ? new Request.Copying(copying(in, bytes[0]))
          : new Request.Deleting(deleting(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(DataOutputStream out, NewTransfer transfer) throws IOException {
    id(out, transfer.submissionId());
    out.writeLong(transfer.requester());
    text(out, transfer.source().map(UUID::toString));
    id(out, transfer.destination());
    out.writeInt(transfer.items().size());
    for (TransferItem item : transfer.items()) {
      text(out, item.source());
      text(out, item.destination());
      out.writeByte(item.recursive().map(yes -> yes ? 1 : 0).orElse(2));
      text(out, item.checksum().map(TransferItem.Checksum::algorithm));
      text(out, item.checksum().map(TransferItem.Checksum::hex));
      text(out, item.versionId());
    }
    write(out, transfer.options());
    text(out, transfer.label());
    text(out, transfer.deadline().map(Instant::toString));
    text(out, transfer.webhook());
    out.writeBoolean(transfer.dryRun());
  }

  private static NewTransfer copying(DataInputStream in, int version) throws IOException {
    UUID submission = id(in);
    long requester = in.readLong();
    Optional<UUID> source = optional(in).map(UUID::fromString);
    UUID destination = id(in);
    List<TransferItem> items = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      items.add(item(in));
    }
    return new NewTransfer(
        submission,
        requester,
        source,
        destination,
        items,
        options(in, version),
        optional(in),
        optional(in).map(Instant::parse),
        optional(in),
        in.readBoolean());
  }

  private static TransferItem item(DataInputStream in) throws IOException {
    String source = text(in);
    String destination = text(in);
    int recursive = in.readByte();
    Optional<String> algorithm = optional(in);
    Optional<String> hex = optional(in);
    return new TransferItem(
        source,
        destination,
        recursive == 2 ? Optional.empty() : Optional.of(recursive == 1),
        algorithm.map(name -> new TransferItem.Checksum(name, hex.orElse(""))),
        optional(in));
  }

  private static void write(DataOutputStream out, TransferOptions options) throws IOException {
    text(out, options.sync().map(Enum::name));
    out.writeBoolean(options.deleteExtra());
    out.writeBoolean(options.force());
    out.writeBoolean(options.verify());
    out.writeInt(options.preserve().size());
    for (Preserve each : options.preserve().stream().sorted().toList()) {
      text(out, each.name());
    }
    out.writeInt(options.filters().size());
    for (NameFilter filter : options.filters()) {
      out.writeBoolean(filter.include());
      text(out, filter.glob());
      out.writeByte(filter.directories().map(yes -> yes ? 1 : 0).orElse(2));
    }
    text(out, options.symlinks().name());
    out.writeBoolean(options.skipSourceErrors());
    out.writeBoolean(options.failOnQuota());
    text(out, options.storageClass());
    text(out, options.checksum());
    text(out, options.acl());
    text(out, options.asOf().map(Instant::toString));
    text(out, options.restore().map(TransferOptions.Restore::tier));
    text(out, options.restore().map(restore -> restore.available().toString()));
    out.writeBoolean(options.requesterPays());
    out.writeBoolean(options.listSkipped());
    texts(out, options.metadata().set());
    out.writeInt(options.metadata().drop().size());
    for (String glob : options.metadata().drop()) {
      text(out, glob);
    }
    texts(out, options.metadata().rename());
    out.writeBoolean(options.failOnLostDetail());
  }

  private static void texts(DataOutputStream out, Map<String, String> texts) throws IOException {
    out.writeInt(texts.size());
    for (Map.Entry<String, String> each : texts.entrySet()) {
      text(out, each.getKey());
      text(out, each.getValue());
    }
  }

  private static Map<String, String> texts(DataInputStream in) throws IOException {
    Map<String, String> texts = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = text(in);
      texts.put(name, text(in));
    }
    return texts;
  }

  private static TransferOptions options(DataInputStream in, int version) throws IOException {
    Optional<SyncLevel> sync = optional(in).map(SyncLevel::valueOf);
    boolean deleteExtra = in.readBoolean();
    boolean force = in.readBoolean();
    boolean verify = in.readBoolean();
    Set<Preserve> preserve = EnumSet.noneOf(Preserve.class);
    for (int left = in.readInt(); left > 0; left--) {
      preserve.add(Preserve.valueOf(text(in)));
    }
    List<NameFilter> filters = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      boolean include = in.readBoolean();
      String glob = text(in);
      int directories = in.readByte();
      filters.add(
          new NameFilter(
              include, glob, directories == 2 ? Optional.empty() : Optional.of(directories == 1)));
    }
    Symlinks symlinks = Symlinks.valueOf(text(in));
    boolean skipSourceErrors = in.readBoolean();
    boolean failOnQuota = in.readBoolean();
    Optional<String> storageClass = optional(in);
    Optional<String> checksum = optional(in);
    Optional<String> acl = optional(in);
    Optional<Instant> asOf = optional(in).map(Instant::parse);
    Optional<String> tier = optional(in);
    Optional<Duration> available = optional(in).map(Duration::parse);
    return new TransferOptions(
        sync,
        deleteExtra,
        force,
        verify,
        preserve,
        filters,
        symlinks,
        skipSourceErrors,
        failOnQuota,
        storageClass,
        checksum,
        acl,
        asOf,
        tier.map(name -> new TransferOptions.Restore(name, available.orElse(Duration.ofDays(1)))),
        in.readBoolean(),
        version != FIRST_VERSION && in.readBoolean(),
        version > SECOND_VERSION ? metadata(in, version) : MetadataRules.NONE,
        version > THIRD_VERSION && in.readBoolean());
  }

  private static MetadataRules metadata(DataInputStream in, int version) throws IOException {
    Map<String, String> set = texts(in);
    List<String> drop = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      drop.add(text(in));
    }
    return new MetadataRules(set, drop, version > THIRD_VERSION ? texts(in) : Map.of());
  }

  private static void write(DataOutputStream out, NewDeletion deletion) throws IOException {
    id(out, deletion.submissionId());
    out.writeLong(deletion.requester());
    id(out, deletion.collection());
    out.writeInt(deletion.paths().size());
    for (String path : deletion.paths()) {
      text(out, path);
    }
    out.writeBoolean(deletion.recursive());
    out.writeBoolean(deletion.ignoreMissing());
    out.writeBoolean(deletion.globs());
    text(out, deletion.label());
    text(out, deletion.deadline().map(Instant::toString));
    out.writeBoolean(deletion.dryRun());
  }

  private static NewDeletion deleting(DataInputStream in) throws IOException {
    UUID submission = id(in);
    long requester = in.readLong();
    UUID collection = id(in);
    List<String> paths = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      paths.add(text(in));
    }
    return new NewDeletion(
        submission,
        requester,
        collection,
        paths,
        in.readBoolean(),
        in.readBoolean(),
        in.readBoolean(),
        optional(in),
        optional(in).map(Instant::parse),
        in.readBoolean());
  }

  private static void id(DataOutputStream out, UUID id) throws IOException {
    out.writeLong(id.getMostSignificantBits());
    out.writeLong(id.getLeastSignificantBits());
  }

  private static UUID id(DataInputStream in) throws IOException {
    return new UUID(in.readLong(), in.readLong());
  }

  /** By chars: a path may hold surrogates that stand for bytes, and be as long as it likes. */
  private static void text(DataOutputStream out, String text) throws IOException {
    out.writeInt(text.length());
    out.writeChars(text);
  }

  private static String text(DataInputStream in) throws IOException {
    char[] chars = new char[in.readInt()];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = in.readChar();
    }
    return new String(chars);
  }

  private static void text(DataOutputStream out, Optional<String> text) throws IOException {
    out.writeBoolean(text.isPresent());
    if (text.isPresent()) {
      text(out, text.get());
    }
  }

  private static Optional<String> optional(DataInputStream in) throws IOException {
    return in.readBoolean() ? Optional.of(text(in)) : Optional.empty();
  }
}

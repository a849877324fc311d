package io.windlass.store;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the store keeps of an object, and where its bytes are.
 *
 * @param key the whole key
 * @param size bytes
 * @param etag without quotes
 * @param modified to the millisecond
 * @param headers what a reader gets back, such as {@code content-type}, in lower case
 * @param storageClass as it was asked for
 * @param metadata user metadata
 * @param content where the bytes are
 */
record StoredObject(
    String key,
    long size,
    String etag,
    Instant modified,
    Map<String, String> headers,
    String storageClass,
    Map<String, String> metadata,
    Content content) {
  private static final int MAGIC = 0x574C_4F31; // WLO1

  StoredObject {
    headers = Map.copyOf(headers);
    metadata = Map.copyOf(metadata);
  }

  /** Where the bytes of an object are. */
  sealed interface Content {
    /** Behind this record, in the same file. */
    record Inline() implements Content {}

    /** In a file of their own. */
    record OneFile(String id) implements Content {}

    /** In the files of a multipart upload. */
    record Parts(String uploadId, List<PartFile> files) implements Content {
      /** Copies the list. */
      public Parts {
        files = List.copyOf(files);
      }
    }
  }

  /** A part of an upload: its file's name says all there is to know. */
  record PartFile(int number, String md5, long size) {
    String fileName() {
      return "%05d-%s-%d".formatted(number, md5, size);
    }

    static Optional<PartFile> parse(String fileName) {
      String[] fields = fileName.split("-", -1);
      return fields.length == 3
          ? Optional.of(
              new PartFile(Integer.parseInt(fields[0]), fields[1], Long.parseLong(fields[2])))
          : Optional.empty();
    }
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** This description as an object whose bytes were written. */
  StoredObject written(long bytes, String digest, Instant now, Content where) {
    return new StoredObject(
        key,
        bytes,
        digest,
        now.truncatedTo(ChronoUnit.MILLIS),
        headers,
        storageClass,
        metadata,
        where);
  }

  StoredObject with(Content other) {
    return new StoredObject(key, size, etag, modified, headers, storageClass, metadata, other);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    out.writeUTF(key);
    out.writeLong(size);
    out.writeUTF(etag);
    out.writeLong(modified.toEpochMilli());
    write(out, headers);
    out.writeUTF(storageClass);
    write(out, metadata);
    switch (content) {
      case Content.Inline() -> out.writeByte(0);
      case Content.OneFile(String id) -> {
        out.writeByte(1);
        out.writeUTF(id);
      }
      case Content.Parts(String uploadId, List<PartFile> files) -> {
        out.writeByte(2);
        out.writeUTF(uploadId);
        out.writeInt(files.size());
        for (PartFile file : files) {
          out.writeUTF(file.fileName());
        }
      }
    }
  }

  static StoredObject read(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new IOException("not an object of this store");
    }
    return new StoredObject(
        in.readUTF(),
        in.readLong(),
        in.readUTF(),
        Instant.ofEpochMilli(in.readLong()),
        readMap(in),
        in.readUTF(),
        readMap(in),
        readContent(in));
  }

  private static Content readContent(DataInputStream in) throws IOException {
    return switch (in.readByte()) {
      case 0 -> new Content.Inline();
      case 1 -> new Content.OneFile(in.readUTF());
      case 2 -> {
        String uploadId = in.readUTF();
        int count = in.readInt();
        List<PartFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          String name = in.readUTF();
          files.add(PartFile.parse(name).orElseThrow(() -> new IOException("not a part: " + name)));
        }
        yield new Content.Parts(uploadId, files);
      }
      default -> throw new IOException("written by a newer version of this store");
    };
  }

  private static void write(DataOutputStream out, Map<String, String> map) throws IOException {
    out.writeInt(map.size());
    for (Map.Entry<String, String> entry : map.entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeUTF(entry.getValue());
    }
  }

  private static Map<String, String> readMap(DataInputStream in) throws IOException {
    int count = in.readInt();
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      map.put(in.readUTF(), in.readUTF());
    }
    return map;
  }
}

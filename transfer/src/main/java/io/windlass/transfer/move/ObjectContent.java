package io.windlass.transfer.move;

import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.ByteRange;
import io.windlass.objectstore.StoreAddress;
import io.windlass.objectstore.SystemMetadata;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * An object that is being read. A small one costs a single request: its facts come with its bytes.
 * What is read later is pinned to the same ETag.
 */
final class ObjectContent implements Content {
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  private final ObjectStore store;
  private final ObjectFacts facts;

  /** The bytes that came with the facts; handed out once. */
  private final AtomicReference<Optional<InputStream>> first;

  private ObjectContent(ObjectStore store, ObjectFacts facts, Optional<InputStream> first) {
    this.store = store;
    this.facts = facts;
    this.first = new AtomicReference<>(first);
  }

  /** An object all of which will be read from its begin. */
  static ObjectContent whole(ObjectStore store, ObjectId id) throws SideException {
    try {
      ObjectStore.ObjectContent content = store.get(id, Optional.empty(), Optional.empty());
      return new ObjectContent(store, content.facts(), Optional.of(content.stream()));
    } catch (WindlassException e) {
      throw new SideException(Side.SOURCE, e);
    }
  }

  /** An object that will be read in pieces. */
  static ObjectContent inPieces(ObjectStore store, ObjectId id) throws SideException {
    try {
      return new ObjectContent(store, store.head(id), Optional.empty());
    } catch (WindlassException e) {
      throw new SideException(Side.SOURCE, e);
    }
  }

  /** An object of which the facts are known. */
  static ObjectContent of(ObjectStore store, ObjectFacts facts) {
    return new ObjectContent(store, facts, Optional.empty());
  }

  ObjectFacts facts() {
    return facts;
  }

  @Override
  public long size() {
    return facts.size();
  }

  @Override
  public String identity() {
    return facts.etag() + " " + facts.size();
  }

  @Override
  public SystemMetadata system() {
    return facts.system();
  }

  @Override
  public Map<String, String> metadata() {
    return facts.metadata();
  }

  @Override
  public Optional<Instant> modifiedAt() {
    return Times.read(facts.metadata()).or(() -> Optional.of(facts.lastModified()));
  }

  @Override
  public Optional<String> md5() {
    return plainMd5(facts);
  }

  /** An ETag is the MD5 of the bytes when there were no parts and no key of KMS. */
  static Optional<String> plainMd5(ObjectFacts facts) {
    boolean plain =
        MD5.matcher(facts.etag()).matches()
            && facts.encryption().filter(name -> name.contains("kms")).isEmpty();
    return plain ? Optional.of(facts.etag()) : Optional.empty();
  }

  @Override
  public InputStream open(long offset, long length) throws IOException {
    Optional<InputStream> whole =
        offset == 0 && length == size() ? first.getAndSet(Optional.empty()) : Optional.empty();
    return new Reading(whole.isPresent() ? whole.get() : reopen(offset, length));
  }

  private InputStream reopen(long offset, long length) throws IOException {
    if (length == 0) {
      return InputStream.nullInputStream();
    }
    try {
      return store
          .get(
              facts.id(),
              Optional.of(new ByteRange(offset, offset + length - 1)),
              Optional.of(facts.etag()))
          .stream();
    } catch (WindlassException e) {
      throw new SideException(Side.SOURCE, e);
    }
  }

  @Override
  public boolean guarded() {
    return guarded(store.address());
  }

  /** Whether what a store sends comes over TLS. */
  static boolean guarded(StoreAddress address) {
    return address.endpoint().filter(at -> at.getScheme().equals("http")).isEmpty();
  }

  /** Every request was pinned to one content. */
  @Override
  public void requireUnchanged() {}

  @Override
  public void close() {
    first
        .getAndSet(Optional.empty())
        .ifPresent(stream -> {
          try {
            stream.close();
          } catch (IOException _) {
            // nobody wants these bytes any more
          }
        });
  }

  /** Says of every failure that it is one of the source. */
  static final class Reading extends FilterInputStream {
    Reading(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return in.read();
      } catch (IOException | WindlassException e) {
        throw new SideException(Side.SOURCE, e);
      }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return in.read(target, offset, length);
      } catch (IOException | WindlassException e) {
        throw new SideException(Side.SOURCE, e);
      }
    }
  }
}

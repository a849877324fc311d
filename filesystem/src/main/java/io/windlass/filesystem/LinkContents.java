package io.windlass.filesystem;

import io.windlass.filesystem.lazy.ContentException;
import io.windlass.filesystem.lazy.ContentException.Reason;
import io.windlass.filesystem.lazy.ContentSource;
import io.windlass.filesystem.state.FileState;
import io.windlass.foundation.WindlassException;
import io.windlass.linux.FileHandle;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.ByteRange;
import io.windlass.objectstore.ObjectStore.ObjectContent;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The content of the stubs of one file system: from the bucket of the link that a stub's state
 * names, pinned to the ETag that the state shows. A stub of a link that is no more has no content.
 * Thread-safe.
 */
final class LinkContents implements ContentSource {
  private static final int CHUNK = 128 << 10;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** For so long a store is not looked up again: that would cost more than a small file. */
  private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

  private final Map<Long, LinkDetails> links = new ConcurrentHashMap<>();
  private final Function<LinkDetails, ObjectStore> stores;
  private final Map<Long, Reached> reached = new ConcurrentHashMap<>();
  private final CompletableFuture<Refresh> refresh = new CompletableFuture<>();

  LinkContents(Function<LinkDetails, ObjectStore> stores) {
    this.stores = stores;
  }

  /** Brings a stub in step with an object that changed. */
  interface Refresh {
    void refresh(LinkDetails link, FileState state, FileHandle stub);
  }

  /** Who does that; until it is said, readers of stubs of changed objects wait. */
  void onChange(Refresh work) {
    refresh.complete(work);
  }

  /** The object behind a stub is another one now. */
  void changed(FileState state, FileHandle stub) {
    @Nullable LinkDetails link = links.get(state.link());
    if (link != null) {
      refresher().refresh(link, state, stub);
    }
  }

  private Refresh refresher() {
    try {
      return refresh.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the file system was not opened", e);
    }
  }

  void put(LinkDetails link) {
    links.put(link.link().number(), link);
    reached.remove(link.link().number());
  }

  void remove(LinkDetails link) {
    links.remove(link.link().number());
    reached.remove(link.link().number());
  }

  /** The links whose stubs have content. */
  Collection<LinkDetails> all() {
    return links.values();
  }

  @Override
  public void read(FileState state, long offset, long length, Sink sink) throws ContentException {
    @Nullable LinkDetails link = links.get(state.link());
    if (link == null) {
      throw new ContentException(Reason.GONE, "The link that the file belonged to is gone.");
    }
    ObjectId id = ObjectId.of(link.link().bucket(), link.link().prefix() + state.key());
    ByteRange range = new ByteRange(offset, offset + length - 1);
    try (ObjectContent content = get(link, id, range, state.etag())) {
      copy(content.stream(), length, sink);
    } catch (StoreException e) {
      throw new ContentException(reason(e.failure()), e.problem().message(), e);
    } catch (WindlassException e) {
      throw new ContentException(Reason.DENIED, e.problem().message(), e);
    } catch (IOException e) {
      throw new ContentException(
          Reason.UNREACHABLE, "The connection to the store broke: " + e.getMessage(), e);
    }
  }

  /** A store, and when it was looked up. */
  private record Reached(ObjectStore store, long at) {}

  /** What refuses with keys of a moment ago may answer with those of now. */
  private ObjectContent get(LinkDetails link, ObjectId id, ByteRange range, String etag) {
    long number = link.link().number();
    @Nullable Reached before = reached.get(number);
    if (before != null && System.nanoTime() - before.at() < FRESH) {
      try {
        return before.store().get(id, Optional.of(range), Optional.of(etag));
      } catch (StoreException e) {
        if (reason(e.failure()) != Reason.DENIED) {
          throw e;
        }
      }
    }
    Reached now = new Reached(stores.apply(link), System.nanoTime());
    reached.put(number, now);
    return now.store().get(id, Optional.of(range), Optional.of(etag));
  }

  private static void copy(InputStream stream, long length, Sink sink) throws IOException {
    byte[] chunk = new byte[(int) Math.min(CHUNK, length)];
    long left = length;
    while (left > 0) {
      int count = stream.readNBytes(chunk, 0, (int) Math.min(chunk.length, left));
      if (count == 0) {
        throw new IOException("the store sent " + (length - left) + " of " + length + " bytes");
      }
      sink.accept(ByteBuffer.wrap(chunk, 0, count));
      left -= count;
    }
  }

  private static Reason reason(StoreFailure failure) {
    return switch (failure) {
      case StoreFailure.NoSuchBucket _, StoreFailure.NoSuchObject _ -> Reason.GONE;
      case StoreFailure.PreconditionFailed _ -> Reason.CHANGED;
      case StoreFailure.Denied _,
          StoreFailure.BadKeys _,
          StoreFailure.ExpiredKeys _,
          StoreFailure.KeyDenied _ ->
          Reason.DENIED;
      case StoreFailure.Refused refused when refused.storeCode().equals("InvalidObjectState") ->
          Reason.ARCHIVED;
      case StoreFailure.ClockSkew _,
          StoreFailure.WrongRegion _,
          StoreFailure.Unsupported _,
          StoreFailure.Unreachable _,
          StoreFailure.Refused _ ->
          Reason.UNREACHABLE;
    };
  }
}

package io.windlass.objectstore;

import static io.windlass.objectstore.ObjectStoreContract.failure;
import static io.windlass.objectstore.ObjectStoreContract.random;
import static io.windlass.objectstore.ObjectStoreContract.signing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectStore.Written;
import io.windlass.objectstore.ObjectTransfers.OnFailure;
import io.windlass.testing.InProcessStore;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whole objects, in parts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObjectTransfersTest {
  private static final int MIB = 1 << 20;
  private static final int SIZE = 11 * MIB + 5;

  private final InProcessStore backing = InProcessStore.start();
  private final ObjectTransfers transfers = new ObjectTransfers(4, 5 * MIB, 6 * MIB);
  private final byte[] bytes = random(SIZE);
  private ObjectStore store;
  private Path directory;
  private Path file;

  @BeforeAll
  void open() {
    store =
        new S3ObjectStores()
            .open(StoreAddress.at(backing.endpoint(), backing.region()), signing(backing.owner()));
    store.createBucket("transfers");
  }

  @BeforeEach
  void file(@TempDir Path temporary) throws IOException {
    directory = temporary;
    file = Files.write(temporary.resolve("source"), bytes);
  }

  @AfterAll
  void close() {
    store.close();
    backing.close();
  }

  @Test
  void largeBodiesAreUploadedInPartsAndDownloadedWhole() throws IOException {
    AtomicLong sent = new AtomicLong();
    Written written =
        transfers.upload(
            store, id("whole"), WriteOptions.NONE, body(), OnFailure.ABORT, counting(sent));
    assertThat(written.etag()).endsWith("-3");
    assertThat(sent).hasValue(SIZE);
    Path target = directory.resolve("target");
    AtomicLong received = new AtomicLong();
    transfers.download(store, id("whole"), target, counting(received));
    assertThat(Files.readAllBytes(target)).isEqualTo(bytes);
    assertThat(received).hasValue(SIZE);
    try (var left = Files.list(directory)) {
      assertThat(left).containsExactlyInAnyOrder(file, target);
    }
  }

  @Test
  void smallAndEmptyBodiesGoInOneRequest() throws IOException {
    for (int size : new int[] {0, 1, 5 * MIB}) {
      ObjectId id = id("small-" + size);
      Written written =
          transfers.upload(
              store,
              id,
              WriteOptions.NONE,
              Body.of(file, 0, size),
              OnFailure.ABORT,
              TransferProgress.NONE);
      assertThat(written.etag()).doesNotContain("-");
      Path target = directory.resolve("small");
      transfers.download(store, id, target, TransferProgress.NONE);
      assertThat(Files.readAllBytes(target)).isEqualTo(Arrays.copyOf(bytes, size));
    }
  }

  @Test
  void resumedUploadsSendOnlyWhatIsMissingOrWrong() throws IOException {
    ObjectId id = id("resumed");
    String upload = store.startMultipart(id, WriteOptions.NONE);
    store.uploadPart(id, upload, 1, body().slice(0, 5 * MIB));
    store.uploadPart(id, upload, 2, Body.of(new byte[5 * MIB]));
    AtomicInteger parts = new AtomicInteger();
    ObjectStore counted =
        intercepted(name -> {
          if (name.equals("uploadPart")) {
            parts.incrementAndGet();
          }
        });
    transfers.resumeUpload(counted, id, upload, body(), OnFailure.KEEP, TransferProgress.NONE);
    assertThat(parts).hasValue(2);
    Path target = directory.resolve("target");
    transfers.download(store, id, target, TransferProgress.NONE);
    assertThat(Files.readAllBytes(target)).isEqualTo(bytes);
  }

  @Test
  void failedUploadsLeaveNoPartsUnlessTheyAreToBeResumed() {
    Body broken =
        new Body() {
          @Override
          public long length() {
            return SIZE;
          }

          @Override
          public InputStream open() throws IOException {
            throw new IOException("the disk is gone");
          }
        };
    for (OnFailure onFailure : OnFailure.values()) {
      AtomicReference<String> upload = new AtomicReference<>("");
      TransferProgress progress =
          new TransferProgress() {
            @Override
            public void uploadStarted(String uploadId) {
              upload.set(uploadId);
            }
          };
      ObjectId id = id("failed");
      assertThatThrownBy(
              () -> transfers.upload(store, id, WriteOptions.NONE, broken, onFailure, progress))
          .isInstanceOf(WindlassException.class);
      try (var open = store.openUploads("transfers", "failed")) {
        assertThat(open).hasSize(onFailure == OnFailure.KEEP ? 1 : 0);
      }
    }
  }

  @Test
  void resumedDownloadsFetchOnlyTheRest() throws IOException {
    ObjectId id = id("resumed-download");
    upload(id);
    AtomicInteger gets = new AtomicInteger();
    ObjectTransfers oneByOne = new ObjectTransfers(1, 5 * MIB, 6 * MIB);
    ObjectStore failing =
        intercepted(name -> {
          if (name.equals("get") && gets.incrementAndGet() == 3) {
            throw new IllegalStateException("stopped");
          }
        });
    Path target = directory.resolve("target");
    assertThatThrownBy(() -> oneByOne.download(failing, id, target, TransferProgress.NONE))
        .isInstanceOf(WindlassException.class);
    assertThat(target).doesNotExist();
    oneByOne.download(failing, id, target, TransferProgress.NONE);
    assertThat(gets).hasValue(4);
    assertThat(Files.readAllBytes(target)).isEqualTo(bytes);
  }

  @Test
  void anObjectThatChangesWhileItIsReadIsRefused() {
    ObjectId id = id("changing");
    upload(id);
    AtomicInteger gets = new AtomicInteger();
    ObjectStore changing =
        intercepted(name -> {
          if (name.equals("get") && gets.incrementAndGet() == 2) {
            store.put(id, WriteOptions.NONE, Body.of(random(SIZE - 1)));
          }
        });
    Path target = directory.resolve("target");
    ObjectTransfers oneByOne = new ObjectTransfers(1, 5 * MIB, 6 * MIB);
    assertThat(failure(() -> oneByOne.download(changing, id, target, TransferProgress.NONE)))
        .isInstanceOf(StoreFailure.PreconditionFailed.class);
    assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void largeCopiesGoByPartsAndKeepTypeAndMetadata() throws IOException {
    ObjectId source = id("copy/source");
    transfers.upload(
        store,
        source,
        WriteOptions.NONE.withContentType("text/x-thing").withMetadata(Map.of("k", "v")),
        body(),
        OnFailure.ABORT,
        TransferProgress.NONE);
    ObjectId target = id("copy/target");
    Written written =
        transfers.copy(store, source, target, WriteOptions.NONE, TransferProgress.NONE);
    assertThat(written.etag()).endsWith("-2");
    ObjectFacts facts = store.head(target);
    assertThat(facts.contentType()).contains("text/x-thing");
    assertThat(facts.metadata()).containsEntry("k", "v");
    Path copy = directory.resolve("copy");
    transfers.download(store, target, copy, TransferProgress.NONE);
    assertThat(Files.readAllBytes(copy)).isEqualTo(bytes);
  }

  private void upload(ObjectId id) {
    transfers.upload(store, id, WriteOptions.NONE, body(), OnFailure.ABORT, TransferProgress.NONE);
  }

  private Body body() {
    return Body.of(file, 0, SIZE);
  }

  private static ObjectId id(String key) {
    return ObjectId.of("transfers", key);
  }

  private static TransferProgress counting(AtomicLong count) {
    return new TransferProgress() {
      @Override
      public void advanced(long advance) {
        count.addAndGet(advance);
      }
    };
  }

  /** Hears of a call before it is made. */
  @FunctionalInterface
  private interface Before {
    void call(String name);
  }

  /** The store, with a look at every call: the way to make it fail where a test wants it. */
  private ObjectStore intercepted(Before before) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (_, method, arguments) -> {
              before.call(method.getName());
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}

package io.windlass.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.testing.FaultProxy;
import io.windlass.testing.FaultProxy.Direction;
import io.windlass.testing.FaultProxy.Hold;
import io.windlass.testing.InProcessStore;
import io.windlass.transfer.collection.Collection;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong between Windlass and a store, and arrives nevertheless. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransferFaultsTest {
  private static final int LARGE = 13 << 20;
  private static final byte[] MARK = "--a mark that stands in one place alone--".getBytes(UTF_8);

  private TransferLab lab;
  private InProcessStore store;
  private FaultProxy proxy;
  private End.Bucket bucket;
  private End directory;
  private Collection proxied;

  @BeforeAll
  void openLab() {
    lab = new TransferLab();
  }

  @AfterAll
  void closeLab() {
    lab.close();
  }

  @BeforeEach
  void open() {
    store = InProcessStore.start();
    proxy = FaultProxy.before(store.endpoint());
    bucket = (End.Bucket) End.bucket(lab.collections, store, store.owner());
    directory = End.directory(lab.collections);
    proxied = lab.collections.buckets(proxy.endpoint(), store.region(), store.owner());
  }

  @AfterEach
  void close() {
    proxy.close();
    directory.close();
    store.close();
  }

  /** Which way files go past the proxy. */
  enum Way {
    UP,
    DOWN;

    Direction direction() {
      return this == UP ? Direction.TO_STORE : Direction.FROM_STORE;
    }
  }

  private End source(Way way) {
    return way == Way.UP ? directory : bucket;
  }

  private End destination(Way way) {
    return way == Way.UP ? bucket : directory;
  }

  private NewTransfer transfer(Way way, String from, String to) {
    return way == Way.UP
        ? TransferLab.directory(directory.collection(), from, proxied, to, options(false))
        : TransferLab.directory(proxied, from, directory.collection(), to, options(false));
  }

  /** Verified, as the command line asks for it. */
  private static TransferOptions options(boolean failOnQuota) {
    TransferOptions none = TransferOptions.NONE;
    return new TransferOptions(
        none.sync(),
        false,
        false,
        true,
        none.preserve(),
        none.filters(),
        none.symlinks(),
        false,
        failOnQuota,
        none.storageClass(),
        none.checksum(),
        none.acl(),
        none.asOf(),
        none.restore(),
        false);
  }

  private static byte[] large() {
    byte[] bytes = new byte[LARGE];
    new Random(5).nextBytes(bytes);
    System.arraycopy(MARK, 0, bytes, LARGE / 2, MARK.length);
    return bytes;
  }

  private void assertArrived(Way way, Transfer transfer, String to, Map<String, byte[]> files) {
    assertThat(transfer.problem()).isEmpty();
    assertThat(transfer.state()).isEqualTo(TransferState.SUCCEEDED);
    Map<String, byte[]> found = destination(way).read(to);
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(files.keySet());
    found.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(files.get(name)));
    assertThat(bucket.openUploads()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  @Promise("R4")
  void connectionsThatAreResetInTheMiddleOfAPartCostOnlyThatPart(Way way) {
    Map<String, byte[]> files = Map.of("large", large());
    String from = source(way).fill(files);
    String to = destination(way).empty();
    proxy.resetAfter(way.direction(), 2 << 20, 4);
    Transfer transfer = lab.run(transfer(way, from, to));
    assertArrived(way, transfer, to, files);
    assertThat(proxy.happened()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  @Promise("R4")
  void aStormOfSlowDownMakesItSlowerAndNotBroken(Way way) {
    Map<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < 60; i++) {
      files.put("f" + i, ("content " + i).getBytes(UTF_8));
    }
    String from = source(way).fill(files);
    String to = destination(way).empty();
    proxy.slowDown(25);
    Transfer transfer = lab.run(transfer(way, from, to));
    assertArrived(way, transfer, to, files);
    assertThat(proxy.happened()).isEqualTo(25);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  @Promise("V1")
  void aBitThatFlipsOnTheWayIsDetectedAndTheBytesAreSentAgain(Way way) {
    Map<String, byte[]> files = Map.of("large", large(), "small", MARK);
    String from = source(way).fill(files);
    String to = destination(way).empty();
    proxy.flip(way.direction(), MARK, 2);
    Transfer transfer = lab.run(transfer(way, from, to));
    assertArrived(way, transfer, to, files);
    assertThat(proxy.happened()).isEqualTo(2);
  }

  @Test
  @Promise("V1")
  void aBitThatFlipsBetweenTwoStoresIsDetected() {
    try (InProcessStore other = InProcessStore.start();
        End there = End.bucket(lab.collections, other, other.owner())) {
      Map<String, byte[]> files = Map.of("large", large(), "small", MARK);
      String from = bucket.fill(files);
      String to = there.empty();
      proxy.flip(Direction.FROM_STORE, MARK, 2);
      Transfer transfer =
          lab.run(TransferLab.directory(proxied, from, there.collection(), to, options(false)));
      assertThat(transfer.problem()).isEmpty();
      there.read(to).forEach((name, bytes) -> assertThat(bytes).isEqualTo(files.get(name)));
      assertThat(proxy.happened()).isEqualTo(2);
      assertThat(there.openUploads()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  @Promise("V1")
  void whatASourceTellsOfItsBytesIsWhatTheOtherStoreMustGetAlsoUnverified(Direction direction) {
    boolean out = direction == Direction.FROM_STORE;
    try (InProcessStore other = InProcessStore.start();
        End.Bucket there = (End.Bucket) End.bucket(lab.collections, other, other.owner())) {
      Map<String, byte[]> files =
          Map.of("middle", Arrays.copyOfRange(large(), LARGE / 2, LARGE / 2 + (1 << 20)));
      String from = (out ? bucket : there).fill(files);
      String to = (out ? there : bucket).empty();
      proxy.flip(direction, MARK, 1);
      Transfer transfer =
          lab.run(
              TransferLab.directory(
                  out ? proxied : there.collection(),
                  from,
                  out ? there.collection() : proxied,
                  to,
                  TransferOptions.NONE));
      assertThat(transfer.problem()).isEmpty();
      assertThat((out ? there : bucket).read(to).get("middle")).isEqualTo(files.get("middle"));
      assertThat(proxy.happened()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  @Promise("R4")
  void aStoreThatDiesInTheMiddleOfAPartIsWaitedFor(Way way) throws Exception {
    Map<String, byte[]> files = Map.of("large", large(), "small", MARK);
    String from = source(way).fill(files);
    String to = destination(way).empty();
    Hold middle = proxy.holdAfter(way.direction(), 3 << 20);
    UUID id = lab.transfers().submit(transfer(way, from, to)).transfer().id();
    middle.await();
    proxy.down();
    middle.release();
    store.restart();
    proxy.up(store.endpoint());
    bucket =
        new End.Bucket(
            bucket.collection(), lab.collections.store(store, store.owner()), bucket.bucket());
    assertArrived(way, lab.end(id), to, files);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  @Promise("V2")
  void aSourceThatChangesWhileItIsReadArrivesAsItWasOnceAndNeverMixed(Way way) throws Exception {
    byte[] before = large();
    byte[] after = before.clone();
    new Random(6).nextBytes(after);
    String from = source(way).fill(Map.of("large", before));
    String to = destination(way).empty();
    Hold middle = proxy.holdAfter(way.direction(), 3 << 20);
    UUID id = lab.transfers().submit(transfer(way, from, to)).transfer().id();
    middle.await();
    source(way).write(from + "/large", after);
    middle.release();
    Transfer transfer = lab.end(id);
    assertThat(transfer.problem()).isEmpty();
    byte[] arrived = destination(way).read(to).get("large");
    if (way == Way.UP) {
      assertThat(arrived).isEqualTo(after); // what was in the file before is nowhere any more
    } else {
      assertThat(arrived)
          .satisfiesAnyOf(
              it -> assertThat(it).isEqualTo(before), it -> assertThat(it).isEqualTo(after));
    }
  }

  @Test
  @Promise("R4")
  void aFullDiskIsWaitedForUntilThereIsRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(16)) {
      Collection small = lab.collections.directory(disk.path());
      disk.fill("ballast", 10);
      Map<String, byte[]> files = Map.of("large", large());
      String from = bucket.fill(files);
      NewTransfer wanted =
          TransferLab.directory(bucket.collection(), from, small, "/to", TransferOptions.NONE);
      UUID id = lab.transfers().submit(wanted).transfer().id();
      Transfer waiting =
          await()
              .atMost(Duration.ofSeconds(30))
              .until(
                  () -> lab.transfers().find(id).orElseThrow(),
                  transfer -> transfer.status().isPresent());
      assertThat(waiting.state()).isEqualTo(TransferState.ACTIVE);
      assertThat(waiting.status().orElseThrow().code()).isEqualTo("no_space_left");
      disk.delete("ballast");
      Transfer done = lab.end(id);
      assertThat(done.problem()).isEmpty();
      assertThat(disk.path().resolve("to/large")).hasBinaryContent(files.get("large"));
    }
  }

  @Test
  void whereAQuotaMayEndItAFullDiskDoes() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(8)) {
      Collection small = lab.collections.directory(disk.path());
      String from = bucket.fill(Map.of("large", large()));
      Transfer failed =
          lab.run(TransferLab.directory(bucket.collection(), from, small, "/to", options(true)));
      assertThat(failed.state()).isEqualTo(TransferState.FAILED);
    }
  }
}

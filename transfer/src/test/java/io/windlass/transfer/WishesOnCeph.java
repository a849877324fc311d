package io.windlass.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectVersions.Version;
import io.windlass.testing.CephStore;
import io.windlass.testing.FaultProxy;
import io.windlass.testing.FaultProxy.Request;
import io.windlass.transfer.TransferredFile.Outcome;
import io.windlass.transfer.collection.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** Two accounts of Ceph, of which one can be had through a proxy that refuses what is wanted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WishesOnCeph {
  static final byte[] TEXT = "hello".getBytes(UTF_8);
  static final byte[] LARGE = large();

  final CephStore ceph = CephStore.shared();
  TransferLab lab;
  End.Bucket alice;
  End.Bucket bob;
  FaultProxy proxy;

  /** Alice's buckets by way of the proxy. */
  Collection proxied;

  @BeforeAll
  void openLab() {
    lab = new TransferLab();
    alice = (End.Bucket) End.bucket(lab.collections, ceph, ceph.alice());
    bob = (End.Bucket) End.bucket(lab.collections, ceph, ceph.bob());
  }

  @AfterAll
  void closeLab() {
    lab.close();
  }

  @BeforeEach
  void open() {
    proxy = FaultProxy.before(ceph.endpoint());
    proxied = lab.collections.buckets(proxy.endpoint(), ceph.region(), ceph.alice());
  }

  @AfterEach
  void close() {
    proxy.close();
  }

  private static byte[] large() {
    byte[] bytes = new byte[13 << 20];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  Transfer run(
      Collection from, String path, Collection to, String target, TransferOptions options) {
    return lab.run(TransferLab.directory(from, path, to, target, options));
  }

  static ObjectId object(End.Bucket end, String path) {
    return ObjectId.of(end.bucket(), end.key(path));
  }

  static boolean writes(Request request, String header) {
    return !request.headers().getOrDefault(header, "").isEmpty();
  }

  void assertFailed(Transfer transfer, String code, int files) {
    assertThat(transfer.state())
        .as(() -> lab.codes(transfer) + " " + lab.report(transfer))
        .isEqualTo(TransferState.FAILED);
    assertThat(lab.report(transfer))
        .hasSize(files)
        .allSatisfy(line -> {
          assertThat(line.outcome()).isEqualTo(Outcome.FAILED);
          assertThat(line.problem().orElseThrow().code()).isEqualTo(code);
        });
  }

  static List<Version> versions(End.Bucket end, String path) {
    try (Stream<Version> all =
        end.store().versions().walk(end.bucket(), end.key(path), Optional.empty())) {
      return all.toList();
    }
  }
}

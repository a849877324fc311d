package io.windlass.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.connection.policy.PolicyUse;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore;
import io.windlass.transfer.TransferredFile.Outcome;
import io.windlass.transfer.collection.CephBuckets;
import io.windlass.transfer.collection.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Transfers between accounts with exactly the rights of the printed policies. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrossAccountTransfersTest {
  private final CephStore ceph = CephStore.shared();
  private TransferLab lab;
  private ObjectStore alice;
  private ObjectStore bob;
  private Collection alices;
  private Collection bobs;
  private String from;
  private String to;
  private Map<String, byte[]> files;

  @BeforeAll
  void openLab() {
    lab = new TransferLab();
    alice = lab.collections.store(ceph, ceph.alice());
    bob = lab.collections.store(ceph, ceph.bob());
    alices = lab.collections.buckets(ceph, ceph.alice());
    bobs = lab.collections.buckets(ceph, ceph.bob());
  }

  @AfterAll
  void closeLab() {
    lab.close();
  }

  /** Both buckets are alice's; bob has what their policies give him. */
  @BeforeEach
  void fill() {
    from = S3TestStore.uniqueBucket("from");
    to = S3TestStore.uniqueBucket("to");
    alice.createBucket(from);
    alice.createBucket(to);
    files = new TreeMap<>();
    byte[] large = new byte[13 << 20];
    new Random(1).nextBytes(large);
    files.put("a", new byte[10]);
    files.put("b/c", new byte[100]);
    files.put("large", large);
    files.forEach((name, bytes) ->
        alice.put(ObjectId.of(from, "data/" + name), WriteOptions.NONE, Body.of(bytes)));
  }

  private void grant(String bucket, PolicyUse use) {
    CephBuckets.grant(ceph, ceph.alice(), bucket, "bob", use, "");
  }

  private static TransferOptions options(Optional<SyncLevel> sync, boolean deleteExtra) {
    TransferOptions none = TransferOptions.NONE;
    return new TransferOptions(
        sync,
        deleteExtra,
        false,
        true,
        none.preserve(),
        none.filters(),
        none.symlinks(),
        false,
        false,
        none.storageClass(),
        none.checksum(),
        none.acl(),
        none.asOf(),
        none.restore(),
        false);
  }

  private Transfer run(Collection source, Collection destination, TransferOptions options) {
    return lab.run(
        TransferLab.directory(
            source, "/" + from + "/data", destination, "/" + to + "/copy", options));
  }

  /** Ceph gives what bob writes to bob, in alice's bucket too, as S3 once did: he looks. */
  private void assertArrived() throws Exception {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      try (var content =
          bob.get(ObjectId.of(to, "copy/" + file.getKey()), Optional.empty(), Optional.empty())) {
        assertThat(content.stream().readAllBytes()).as(file.getKey()).isEqualTo(file.getValue());
      }
    }
  }

  private Stream<Outcome> outcomes(Transfer transfer) {
    return lab.report(transfer).stream().map(TransferredFile::outcome);
  }

  @Test
  @Promise("C2")
  void thePrintedPoliciesAreEnoughForTransfersReRunsAndDeletions() throws Exception {
    grant(from, PolicyUse.CROSS_ACCOUNT);
    grant(to, PolicyUse.CROSS_ACCOUNT);
    Transfer first = run(bobs, bobs, options(Optional.empty(), false));
    assertThat(first.problem()).isEmpty();
    assertThat(outcomes(first)).containsOnly(Outcome.COPIED);
    assertArrived();

    alice.put(ObjectId.of(to, "copy/extra"), WriteOptions.NONE, Body.of(new byte[1]));
    Transfer second = run(bobs, bobs, options(Optional.of(SyncLevel.CHECKSUM), true));
    assertThat(second.problem()).isEmpty();
    assertThat(second.counts().filesDeleted()).isEqualTo(1);
    assertArrived();
  }

  @Test
  void oneCredentialThatReachesBothCopiesWithinTheStoreAlsoBetweenCollections() throws Exception {
    grant(to, PolicyUse.CROSS_ACCOUNT);
    grant(from, PolicyUse.READ_ONLY);
    Transfer transfer = run(alices, bobs, options(Optional.empty(), false));
    assertThat(transfer.problem()).isEmpty();
    assertThat(outcomes(transfer)).containsOnly(Outcome.COPIED);
    assertArrived();
  }

  @Test
  void whereNoCredentialReachesBothTheContentIsStreamed() throws Exception {
    grant(to, PolicyUse.CROSS_ACCOUNT);
    Transfer transfer = run(alices, bobs, options(Optional.empty(), false));
    assertThat(transfer.problem()).isEmpty();
    assertThat(outcomes(transfer)).containsOnly(Outcome.STREAMED);
    assertThat(lab.codes(transfer)).contains("STREAMED");
    assertArrived();
  }

  @Test
  void readingAndWritingWithoutDeletingIsEnoughForACopy() throws Exception {
    grant(from, PolicyUse.READ_ONLY);
    grant(to, PolicyUse.NO_DELETE);
    Transfer transfer = run(bobs, bobs, options(Optional.empty(), false));
    assertThat(transfer.problem()).isEmpty();
    assertArrived();
  }

  @Test
  void whatIsDeniedFailsAfterConfirmationAndSaysWhichRightIsMissing() {
    grant(from, PolicyUse.READ_ONLY);
    Transfer transfer = run(bobs, bobs, options(Optional.empty(), false));
    assertThat(transfer.state()).isEqualTo(TransferState.FAILED);
    assertThat(lab.report(transfer))
        .allSatisfy(
            line -> assertThat(line.problem().orElseThrow().message()).contains("s3:PutObject"));
  }
}

package io.windlass.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.connection.credential.NewCredential;
import io.windlass.store.Grant;
import io.windlass.testing.FaultProxy;
import io.windlass.testing.FaultProxy.Direction;
import io.windlass.testing.FaultProxy.Hold;
import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore.Account;
import io.windlass.transfer.TransferSettings.Pace;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.Collection.Settings;
import io.windlass.transfer.collection.CollectionLab;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each person's own credentials end in the middle of a transfer. */
class WaitingForCredentialsTest {
  private TransferLab lab;
  private InProcessStore store;
  private FaultProxy proxy;
  private End directory;
  private End.Bucket bucket;
  private Collection own;

  @BeforeEach
  void open() {
    lab = new TransferLab();
    store = InProcessStore.start();
    proxy = FaultProxy.before(store.endpoint());
    directory = End.directory(lab.collections);
    bucket = (End.Bucket) End.bucket(lab.collections, store, store.owner());
    own =
        lab.collections.collections.update(
            lab.collections.buckets(proxy.endpoint(), store.region(), store.owner()).id(),
            new Settings(Optional.empty(), Optional.empty(), List.of(), true));
  }

  @AfterEach
  void close() {
    directory.close();
    lab.close();
    proxy.close();
    store.close();
  }

  private Account register() {
    Account account = store.scoped(bucket.bucket(), "", Grant.Access.READ_WRITE);
    lab.collections.credentials.put(
        own.target(), CollectionLab.USER, NewCredential.of(CollectionLab.keys(account)));
    return account;
  }

  private Transfer inactive(UUID id) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> lab.transfers().find(id).orElseThrow(),
            transfer -> transfer.state() == TransferState.INACTIVE);
  }

  @Test
  @Promise("I1")
  void aTransferWhoseKeysEndInTheMiddleWaitsAndGoesOnWithOthers() throws Exception {
    Account first = register();
    byte[] large = new byte[13 << 20];
    new Random(9).nextBytes(large);
    String from = directory.fill(Map.of("large", large, "small", new byte[7]));
    String to = bucket.empty();
    Hold middle = proxy.holdAfter(Direction.TO_STORE, 2 << 20);
    UUID id =
        lab.transfers()
            .submit(
                TransferLab.directory(directory.collection(), from, own, to, TransferOptions.NONE))
            .transfer()
            .id();
    middle.await();
    store.revoke(first.accessKeyId());
    middle.release();
    Transfer waiting = inactive(id);
    assertThat(waiting.status()).isPresent();
    register();
    Transfer done = lab.end(id);
    assertThat(done.problem()).isEmpty();
    assertThat(bucket.read(to).get("large")).isEqualTo(large);
    assertThat(bucket.openUploads()).isZero();
  }

  @Test
  @Promise("L1")
  void whatWaitsForKeysIsCancelledAtOnceAndNotWhenItIsLookedAtNext() {
    TransferSettings usual = TransferLab.SETTINGS;
    Pace pace = usual.pace();
    TransferSettings patient =
        new TransferSettings(
            usual.limits(),
            usual.size(),
            usual.retries(),
            new Pace(
                pace.polling(),
                pace.lease(),
                pace.renewal(),
                Duration.ofHours(1),
                pace.restoreProbe(),
                pace.progressEvent(),
                pace.sweep()),
            usual.web());
    try (TransferLab slow = new TransferLab(patient);
        End.Local end = (End.Local) End.directory(slow.collections)) {
      Collection without =
          slow.collections.collections.update(
              slow.collections.buckets(proxy.endpoint(), store.region(), store.owner()).id(),
              new Settings(Optional.empty(), Optional.empty(), List.of(), true));
      UUID id =
          slow.transfers()
              .submit(
                  TransferLab.directory(
                      end.collection(),
                      end.fill(Map.of("file", new byte[3])),
                      without,
                      bucket.empty(),
                      TransferOptions.NONE))
              .transfer()
              .id();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> slow.transfers().find(id).orElseThrow().state(),
              TransferState.INACTIVE::equals);

      slow.transfers().cancel(id);

      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> slow.transfers().find(id).orElseThrow().state(),
              TransferState.CANCELLED::equals);
    }
  }

  @Test
  @Promise("I1")
  void aTransferOfWhoeverHasNoKeysWaitsForThem() {
    String from = directory.fill(Map.of("file", new byte[3]));
    String to = bucket.empty();
    register();
    lab.collections.credentials.delete(own.target(), CollectionLab.USER);
    UUID id =
        lab.transfers()
            .submit(
                TransferLab.directory(directory.collection(), from, own, to, TransferOptions.NONE))
            .transfer()
            .id();
    assertThat(inactive(id).status().orElseThrow().code()).isEqualTo("no_credentials");
    register();
    assertThat(lab.end(id).problem()).isEmpty();
    assertThat(bucket.read(to)).containsOnlyKeys("file");
  }
}

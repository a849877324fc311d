package io.windlass.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.windlass.connection.ConnectionChange;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.store.Grant;
import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore.Account;
import io.windlass.transfer.TransferSettings.Limits;
import io.windlass.transfer.TransferSettings.Retries;
import io.windlass.transfer.collection.CollectionLab;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransferLifeTest {
  private final InProcessStore store = InProcessStore.start();
  private TransferLab lab;
  private End.Bucket bucket;
  private End.Local directory;

  @BeforeAll
  void open() {
    lab = new TransferLab();
    bucket = (End.Bucket) End.bucket(lab.collections, store, store.owner());
    directory = (End.Local) End.directory(lab.collections);
  }

  @AfterAll
  void close() {
    lab.close();
    directory.close();
    store.close();
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  private NewTransfer toDirectory(String from, String to) {
    return TransferLab.directory(
        bucket.collection(), from, directory.collection(), to, TransferOptions.NONE);
  }

  private static NewTransfer with(
      NewTransfer transfer, Optional<Instant> deadline, Optional<String> webhook) {
    return new NewTransfer(
        transfer.submissionId(),
        transfer.requester(),
        transfer.source(),
        transfer.destination(),
        transfer.items(),
        transfer.options(),
        Optional.of("named"),
        deadline,
        webhook,
        false);
  }

  @Test
  @Promise({"S1", "S2"})
  void theSameSubmissionIsTakenOnce() {
    NewTransfer transfer = toDirectory(bucket.fill(Map.of("a", text("1"))), directory.empty());
    Submitted first = lab.transfers().submit(transfer);
    Submitted again = lab.transfers().submit(transfer);
    lab.end(first.transfer().id());
    Submitted late = lab.transfers().submit(transfer);

    assertThat(first.again()).isFalse();
    assertThat(again.again()).isTrue();
    assertThat(late.again()).isTrue();
    assertThat(List.of(again.transfer().id(), late.transfer().id()))
        .containsOnly(first.transfer().id());
    assertThatThrownBy(
            () -> lab.transfers().submit(with(transfer, Optional.empty(), Optional.empty())))
        .isInstanceOf(WindlassException.class)
        .hasMessageContaining("submission_id_reused");
  }

  @Test
  void whoFollowsATransferHearsOfItsEndWithoutLooking() {
    UUID id =
        lab.transfers()
            .submit(toDirectory(bucket.fill(Map.of("a", text("1"))), directory.empty()))
            .transfer()
            .id();
    Supplier<Optional<Transfer>> following = lab.transfers().follow(id, Duration.ofHours(1));
    Transfer ended =
        assertTimeoutPreemptively(
            Duration.ofMinutes(1),
            () -> {
              Transfer now = following.get().orElseThrow();
              while (!now.state().ended()) {
                now = following.get().orElseThrow();
              }
              return now;
            });
    assertThat(ended.state()).isEqualTo(TransferState.SUCCEEDED);
    assertThat(lab.transfers().follow(UUID.randomUUID(), Duration.ofHours(1)).get()).isEmpty();
  }

  @Test
  @Promise({"S3", "R1", "R2", "R5"})
  void theSamePathsWaitForTheTaskThatHasThem() {
    String from = bucket.empty();
    String to = directory.empty();
    NewTransfer blocking =
        TransferLab.transfer(
            bucket.collection(),
            directory.collection(),
            List.of(TransferLab.item(from + "/missing", to + "/x", Optional.empty())),
            TransferOptions.NONE);
    UUID id = lab.transfers().submit(blocking).transfer().id();
    NewTransfer same =
        TransferLab.transfer(
            bucket.collection(), directory.collection(), blocking.items(), TransferOptions.NONE);

    assertThatThrownBy(() -> lab.transfers().submit(same))
        .isInstanceOf(WindlassException.class)
        .hasMessageContaining("same_transfer_active")
        .hasMessageContaining(id.toString());

    Transfer ended = lab.end(id);
    assertThat(ended.state()).isEqualTo(TransferState.FAILED);
    assertThat(ended.problem().orElseThrow().code()).isEqualTo("files_failed");
    assertThat(lab.report(ended))
        .extracting(line -> line.problem().orElseThrow().code())
        .containsExactly("file_not_found");
    assertThat(ended.counts().faults()).isEqualTo(2);
    assertThat(lab.codes(ended)).contains("FILE_NOT_FOUND", "FAILED");
    assertThat(lab.transfers().submit(same).again()).isFalse();
  }

  @Test
  @Promise("S4")
  void requestsThatCannotBeAreRefused() {
    String from = bucket.fill(Map.of("a", text("1")));
    assertThatThrownBy(() ->
            lab.transfers()
                .submit(
                    TransferLab.directory(
                        bucket.collection(), from, bucket.collection(), "/", TransferOptions.NONE)))
        .hasMessageContaining("root_not_writable");
    assertThatThrownBy(() ->
            lab.transfers()
                .submit(
                    TransferLab.directory(
                        bucket.collection(),
                        from,
                        bucket.collection(),
                        from + "/inside",
                        TransferOptions.NONE)))
        .hasMessageContaining("invalid_path");
    assertThatThrownBy(() ->
            lab.transfers()
                .submit(
                    TransferLab.transfer(
                        bucket.collection(),
                        directory.collection(),
                        List.of(),
                        TransferOptions.NONE)))
        .hasMessageContaining("no_items");
    NewTransfer usual = toDirectory(from, directory.empty());
    Options restoring =
        Options.of().restore(new TransferOptions.Restore("soon", Duration.ofDays(1)));
    Map.of(
            "invalid_deadline", with(usual, Optional.of(Instant.EPOCH), Optional.empty()),
            "invalid_webhook", with(usual, Optional.empty(), Optional.of("http://example.org/")),
            "invalid_tier", with(usual, restoring.build()),
            "invalid_checksum", with(usual, Options.of().checksum("md4").build()))
        .forEach((code, wrong) ->
            assertThatThrownBy(() -> lab.transfers().submit(wrong)).hasMessageContaining(code));
  }

  private static NewTransfer with(NewTransfer transfer, TransferOptions options) {
    return new NewTransfer(
        transfer.submissionId(),
        transfer.requester(),
        transfer.source(),
        transfer.destination(),
        transfer.items(),
        options,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  @Test
  @Promise({"L1", "L2"})
  void aCancelledTransferStopsAndLeavesNoUpload() {
    byte[] large = new byte[30 << 20];
    new Random(1).nextBytes(large);
    String from = directory.fill(Map.of("large", large, "b", large));
    String to = bucket.empty();
    UUID id =
        lab.transfers()
            .submit(
                TransferLab.directory(
                    directory.collection(), from, bucket.collection(), to, TransferOptions.NONE))
            .transfer()
            .id();
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> bucket.openUploads() > 0 || ended(id));

    lab.transfers().cancel(id);
    Transfer transfer = lab.end(id);

    assertThat(transfer.state()).isIn(TransferState.CANCELLED, TransferState.SUCCEEDED);
    assertThat(bucket.openUploads()).isZero();
    assertThat(lab.transfers().cancel(id).state()).isEqualTo(transfer.state());
  }

  private boolean ended(UUID id) {
    return lab.transfers().find(id).orElseThrow().state().ended();
  }

  @Test
  void reportsAndEventsGoAfterTheirTimeAndTheTransferStays() {
    Limits usual = TransferLab.SETTINGS.limits();
    Duration kept = Duration.ofDays(7);
    TransferSettings forgetful =
        new TransferSettings(
            new Limits(
                usual.transfers(),
                usual.deletions(),
                usual.pending(),
                usual.files(),
                usual.deadline(),
                usual.extension(),
                usual.inactivity(),
                kept),
            TransferLab.SETTINGS.size(),
            TransferLab.SETTINGS.retries(),
            TransferLab.SETTINGS.pace(),
            TransferLab.SETTINGS.web());
    try (TransferLab forgetting = new TransferLab(forgetful)) {
      End.Bucket its = (End.Bucket) End.bucket(forgetting.collections, store, store.owner());
      Transfer old = forgetting.run(within(its));
      Transfer fresh = forgetting.run(within(its));
      endedBefore(forgetting, old, kept.plusHours(1));
      endedBefore(forgetting, fresh, kept.minusHours(1));

      forgetting.node.recurring().stream()
          .filter(work -> work.name().equals("forget_transfer_reports"))
          .forEach(work -> work.work().run());

      assertThat(forgetting.report(old)).isEmpty();
      assertThat(forgetting.codes(old)).isEmpty();
      assertThat(forgetting.transfers().find(old.id()).orElseThrow().counts())
          .isEqualTo(old.counts());
      assertThat(forgetting.report(fresh)).hasSize(1);
      assertThat(forgetting.codes(fresh)).contains("SUCCEEDED");
    }
  }

  private static NewTransfer within(End.Bucket bucket) {
    return TransferLab.directory(
        bucket.collection(),
        bucket.fill(Map.of("a", text("1"))),
        bucket.collection(),
        bucket.empty(),
        TransferOptions.NONE);
  }

  private static void endedBefore(TransferLab lab, Transfer transfer, Duration ago) {
    lab.collections
        .database
        .jdbi()
        .useHandle(handle ->
            handle
                .createUpdate(
                    "UPDATE transfer SET ended_at = now() - :ago * interval '1 second'"
                        + " WHERE id = :id")
                .bind("ago", ago.toSeconds())
                .bind("id", transfer.id())
                .execute());
  }

  @Test
  @Promise("L3")
  void aTransferThatMeetsItsDeadlineExpires() {
    TransferSettings slow =
        new TransferSettings(
            TransferLab.SETTINGS.limits(),
            TransferLab.SETTINGS.size(),
            new Retries(100, Duration.ofMillis(300), Duration.ofSeconds(1), Duration.ofSeconds(1)),
            TransferLab.SETTINGS.pace(),
            TransferLab.SETTINGS.web());
    try (TransferLab patient = new TransferLab(slow);
        InProcessStore other = InProcessStore.start()) {
      End from = End.bucket(patient.collections, other, other.owner());
      End to = End.bucket(patient.collections, other, other.owner());
      NewTransfer missing =
          TransferLab.transfer(
              from.collection(),
              to.collection(),
              List.of(
                  TransferLab.item(from.empty() + "/none", to.empty() + "/x", Optional.empty())),
              TransferOptions.NONE);

      Transfer transfer =
          patient.run(with(missing, Optional.of(Instant.now().plusSeconds(1)), Optional.empty()));

      assertThat(transfer.state()).isEqualTo(TransferState.EXPIRED);
      assertThat(patient.codes(transfer)).contains("EXPIRED");
    }
  }

  @Test
  @Promise({"I1", "I2"})
  void expiredCredentialsMakeItWaitAndNewOnesGoOn() {
    Account first = store.scoped(bucket.bucket(), "", Grant.Access.READ_WRITE);
    var collection = lab.collections.buckets(store, first);
    String from = bucket.fill(Samples.files(1500, 100));
    String to = directory.empty();

    UUID id =
        lab.transfers()
            .submit(
                TransferLab.directory(
                    collection, from, directory.collection(), to, TransferOptions.NONE))
            .transfer()
            .id();
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(2))
        .until(() -> lab.transfers().find(id).orElseThrow().counts().filesTransferred() > 0);
    store.revoke(first.accessKeyId());
    Transfer waiting =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> lab.transfers().find(id).orElseThrow(),
                transfer -> transfer.state() == TransferState.INACTIVE);
    assertThat(waiting.status()).isPresent();
    assertThat(lab.codes(waiting)).contains("AUTH");

    Account second = store.scoped(bucket.bucket(), "", Grant.Access.READ_WRITE);
    lab.collections.connections.update(
        collection.target(), ConnectionChange.ofKeys(CollectionLab.keys(second)));

    Transfer ended = lab.end(id);
    assertThat(ended.state()).isEqualTo(TransferState.SUCCEEDED);
    assertThat(End.digests(directory.read(to))).isEqualTo(End.digests(Samples.files(1500, 100)));
    assertThat(lab.codes(ended)).contains("UNPAUSED");
    assertThat(lab.report(ended))
        .extracting(TransferredFile::source)
        .hasSize(1500)
        .doesNotHaveDuplicates();
  }

  @Test
  @Promise({"N1", "N2"})
  void severalNodesShareOneTransfer() {
    String from = bucket.fill(Samples.files(900, 50));
    String to = bucket.empty();
    try (TransferNode _ =
        lab.startNode(lab.collections.database.open(), "node-2", TransferLab.SETTINGS)) {
      Transfer transfer =
          lab.run(
              TransferLab.directory(
                  bucket.collection(), from, bucket.collection(), to, TransferOptions.NONE));

      assertThat(transfer.state()).isEqualTo(TransferState.SUCCEEDED);
      assertThat(bucket.read(to)).hasSize(900);
      assertThat(workers(transfer)).contains("node-1", "node-2");

      Transfer local = lab.run(toDirectory(from, directory.empty()));
      assertThat(local.state()).isEqualTo(TransferState.SUCCEEDED);
      assertThat(workers(local)).containsOnly("node-1");
    }
  }

  private Set<String> workers(Transfer transfer) {
    return new HashSet<>(
        lab.collections
            .database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "SELECT split_part(worker, '#', 1) FROM transfer_batch"
                            + " WHERE transfer_id = :id")
                    .bind("id", transfer.id())
                    .mapTo(String.class)
                    .list()));
  }

  @Test
  void directoriesAreCountedWhetherOrNotTheyHaveMarkers() {
    Map<String, byte[]> files =
        Map.of("a/b/c", text("1"), "a/b/d", text("2"), "a/e/f/g", text("3"), "h", text("4"));
    String to = directory.empty();

    Transfer there = lab.run(toDirectory(bucket.fill(files), to));
    Transfer back =
        lab.run(
            TransferLab.directory(
                directory.collection(),
                to,
                bucket.collection(),
                bucket.empty(),
                TransferOptions.NONE));

    assertThat(there.counts().directories()).isEqualTo(4);
    assertThat(back.counts().directories()).isEqualTo(4);
  }

  @Test
  @Promise("V3")
  void aWrongChecksumOfSomebodyElseFailsAndWritesNothing() {
    String from = bucket.fill(Map.of("a", text("hello")));
    String to = directory.empty();
    TransferItem right =
        new TransferItem(
            from + "/a",
            to + "/right",
            Optional.of(false),
            Optional.of(new TransferItem.Checksum("md5", "5d41402abc4b2a76b9719d911017c592")),
            Optional.empty());
    TransferItem wrong =
        new TransferItem(
            from + "/a",
            to + "/wrong",
            Optional.of(false),
            Optional.of(new TransferItem.Checksum("sha256", "00".repeat(32))),
            Optional.empty());

    Transfer ended =
        lab.run(
            TransferLab.transfer(
                bucket.collection(),
                directory.collection(),
                List.of(right, wrong),
                TransferOptions.NONE));

    assertThat(directory.read(to)).containsOnlyKeys("right");
    assertThat(lab.codes(ended)).contains("EXTERNAL_CHECKSUM_MISMATCH");
  }

  @Test
  @Promise("R3")
  void skippedErrorsOfTheSourceDoNotFailIt() {
    String from = bucket.fill(Map.of("a", text("1"), "a/b", text("2")));
    String to = directory.empty();

    Transfer ended =
        lab.run(
            TransferLab.directory(
                bucket.collection(),
                from,
                directory.collection(),
                to,
                Options.of().skipSourceErrors().build()));

    assertThat(ended.state()).isEqualTo(TransferState.SUCCEEDED);
    assertThat(ended.counts().skippedErrors()).isEqualTo(1);
    assertThat(lab.codes(ended)).contains("SKIPPED_ERRORS");
  }

  @Test
  @Promise("L4")
  void whoeverWatchesTheRightsCanFailIt() {
    String from = bucket.empty();
    UUID id =
        lab.transfers()
            .submit(
                TransferLab.transfer(
                    bucket.collection(),
                    directory.collection(),
                    List.of(
                        TransferLab.item(
                            from + "/none", directory.empty() + "/x", Optional.empty())),
                    TransferOptions.NONE))
            .transfer()
            .id();
    lab.transfers().fail(id, Problem.of(Kind.FORBIDDEN, "access_withdrawn", "No more rights."));

    assertThat(lab.end(id).problem().orElseThrow().code()).isIn("access_withdrawn", "files_failed");
  }

  @Test
  @Promise("L5")
  void eachUserHasSoManyAtOnceAndTheOthersWait() {
    TransferSettings one =
        new TransferSettings(
            new TransferSettings.Limits(
                1,
                1,
                3,
                1000,
                Duration.ofHours(1),
                Duration.ofHours(1),
                Duration.ofHours(1),
                Duration.ofHours(1)),
            TransferLab.SETTINGS.size(),
            new Retries(100, Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(1)),
            TransferLab.SETTINGS.pace(),
            TransferLab.SETTINGS.web());
    try (TransferLab narrow = new TransferLab(one);
        InProcessStore other = InProcessStore.start()) {
      End end = End.bucket(narrow.collections, other, other.owner());
      String to = end.empty();
      List<UUID> ids =
          List.of(1, 2, 3).stream()
              .map(number ->
                  narrow
                      .transfers()
                      .submit(
                          TransferLab.transfer(
                              end.collection(),
                              end.collection(),
                              List.of(
                                  TransferLab.item(
                                      end.empty() + "/none", to + "/" + number, Optional.empty())),
                              TransferOptions.NONE))
                      .transfer()
                      .id())
              .toList();
      await()
          .until(() ->
              narrow.transfers().find(ids.get(0)).orElseThrow().state() == TransferState.ACTIVE);
      assertThat(narrow.transfers().find(ids.get(1)).orElseThrow().state())
          .isEqualTo(TransferState.QUEUED);
      assertThatThrownBy(() ->
              narrow
                  .transfers()
                  .submit(
                      TransferLab.transfer(
                          end.collection(),
                          end.collection(),
                          List.of(
                              TransferLab.item(end.empty() + "/none", to + "/4", Optional.empty())),
                          TransferOptions.NONE)))
          .hasMessageContaining("too_many_transfers");

      narrow.transfers().cancel(ids.get(0));
      await()
          .until(() ->
              narrow.transfers().find(ids.get(1)).orElseThrow().state() == TransferState.ACTIVE);
      narrow.transfers().cancel(ids.get(1));
      narrow.transfers().cancel(ids.get(2));
      ids.forEach(narrow::end);
    }
  }
}

package io.windlass.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.testing.InProcessStore;
import io.windlass.transfer.TransferredFile.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SynchronisationTest {
  private final InProcessStore store = InProcessStore.start();
  private TransferLab lab;
  private End bucket;
  private End.Local directory;

  @BeforeAll
  void open() {
    lab = new TransferLab();
    bucket = End.bucket(lab.collections, store, store.owner());
    directory = (End.Local) End.directory(lab.collections);
  }

  @AfterAll
  void close() {
    lab.close();
    directory.close();
    store.close();
  }

  private Transfer run(
      End source, String from, End destination, String to, TransferOptions options) {
    return lab.run(
        TransferLab.directory(source.collection(), from, destination.collection(), to, options));
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  private List<String> sent(Transfer transfer) {
    return lab.report(transfer).stream()
        .filter(line -> line.outcome() == Outcome.STREAMED || line.outcome() == Outcome.COPIED)
        .map(line -> line.destination().orElseThrow())
        .map(path -> path.substring(path.lastIndexOf('/') + 1))
        .sorted()
        .toList();
  }

  @Test
  @Promise("M1")
  void existsSendsWhatIsMissing() {
    String from = bucket.fill(Map.of("a", text("1"), "b", text("22"), "c/d", text("3")));
    String to = directory.fill(Map.of("a", text("other")));

    Transfer transfer = run(bucket, from, directory, to, Options.sync(SyncLevel.EXISTS).build());

    assertThat(sent(transfer)).containsExactly("b", "d");
    assertThat(transfer.counts().filesSkipped()).isEqualTo(1);
    assertThat(directory.read(to).get("a")).isEqualTo(text("other"));
  }

  @Test
  @Promise("M2")
  void sizeSendsAlsoWhatHasAnotherSize() {
    String from = bucket.fill(Map.of("a", text("1"), "b", text("22"), "same", text("xyz")));
    String to = directory.fill(Map.of("a", text("other"), "same", text("abc")));

    Transfer transfer = run(bucket, from, directory, to, Options.sync(SyncLevel.SIZE).build());

    assertThat(sent(transfer)).containsExactly("a", "b");
    assertThat(directory.read(to).get("same")).isEqualTo(text("abc"));
  }

  @Test
  @Promise("M3")
  void timeSendsAlsoWhatIsNewer() throws IOException {
    String from = directory.fill(Map.of("old", text("aaa"), "new", text("bbb")));
    String to = bucket.fill(Map.of("old", text("xxx"), "new", text("yyy")));
    Files.setLastModifiedTime(
        directory.file(from + "/new"), FileTime.from(Instant.now().plus(Duration.ofHours(1))));
    Files.setLastModifiedTime(
        directory.file(from + "/old"), FileTime.from(Instant.now().minus(Duration.ofHours(1))));

    Transfer transfer = run(directory, from, bucket, to, Options.sync(SyncLevel.MTIME).build());

    assertThat(sent(transfer)).containsExactly("new");
  }

  @Test
  @Promise("M4")
  void keptTimesDecideWhereTheyAreKept() throws IOException {
    String from = directory.fill(Map.of("a", text("one"), "b", text("two")));
    Instant before = Instant.parse("2020-01-02T03:04:05.123456789Z");
    Files.setLastModifiedTime(directory.file(from + "/a"), FileTime.from(before));
    Files.setLastModifiedTime(directory.file(from + "/b"), FileTime.from(before));
    String to = bucket.empty();
    TransferOptions options =
        Options.sync(SyncLevel.MTIME).preserve(TransferOptions.Preserve.MTIME).build();
    assertThat(sent(run(directory, from, bucket, to, options))).containsExactly("a", "b");

    Files.write(directory.file(from + "/b"), text("TWO"));
    Files.setLastModifiedTime(
        directory.file(from + "/b"), FileTime.from(before.plus(Duration.ofDays(1))));

    assertThat(sent(run(directory, from, bucket, to, options))).containsExactly("b");
    String back = directory.empty();
    run(bucket, to, directory, back, options);
    assertThat(Files.getLastModifiedTime(directory.file(back + "/a")).toInstant())
        .isEqualTo(before);
  }

  @Test
  @Promise("M5")
  void checksumSendsWhatDiffersAndNothingElse() {
    String from = bucket.fill(Map.of("a", text("one"), "b", text("two"), "c", text("six")));
    String to = directory.fill(Map.of("a", text("one"), "b", text("TWO")));

    Transfer transfer = run(bucket, from, directory, to, Options.sync(SyncLevel.CHECKSUM).build());

    assertThat(sent(transfer)).containsExactly("b", "c");
    assertThat(transfer.counts().filesSkipped()).isEqualTo(1);
    assertThat(transfer.counts().bytesChecksummed()).isEqualTo(6);
  }

  @Test
  @Promise("M6")
  void aSecondRunSendsNothing() {
    String from = bucket.fill(Samples.files(70, 2000));
    String to = directory.empty();
    TransferOptions options = Options.sync(SyncLevel.CHECKSUM).build();
    run(bucket, from, directory, to, options);

    Transfer again = run(bucket, from, directory, to, options);

    assertThat(again.counts().filesTransferred()).isZero();
    assertThat(again.counts().filesSkipped()).isEqualTo(70);
  }

  @Test
  @Promise("M11")
  void whatIsSkippedIsListedWhenThatIsAskedFor() {
    Map<String, byte[]> files = Map.of("a", text("1"), "b/c", text("22"));
    String from = bucket.fill(files);
    String to = directory.fill(files);
    for (SyncLevel level : List.of(SyncLevel.SIZE, SyncLevel.CHECKSUM)) {
      Transfer silent = run(bucket, from, directory, to, Options.sync(level).build());
      Transfer telling =
          run(bucket, from, directory, to, Options.sync(level).listSkipped().build());

      assertThat(lab.report(silent)).isEmpty();
      assertThat(lab.report(telling))
          .extracting(line -> line.outcome() + " " + line.destination().orElseThrow())
          .containsExactlyInAnyOrder("SKIPPED " + to + "/a", "SKIPPED " + to + "/b/c");
      assertThat(telling.counts()).isEqualTo(silent.counts());
      assertThat(telling.counts().filesSkipped()).isEqualTo(2);
    }
  }

  @Test
  @Promise({"M7", "M8"})
  void whatTheSourceLacksIsDeletedAtTheEnd() {
    String from = bucket.fill(Map.of("keep", text("1"), "dir/x", text("2")));
    String to =
        directory.fill(
            Map.of(
                "keep", text("1"),
                "extra", text("e"),
                "dir/y", text("y"),
                "gone/deep/z", text("z"),
                "gone.txt", text("t")));

    Transfer transfer =
        run(bucket, from, directory, to, Options.sync(SyncLevel.SIZE).deleteExtra().build());

    assertThat(transfer.problem()).isEmpty();
    assertThat(directory.read(to)).containsOnlyKeys("keep", "dir/x");
    assertThat(transfer.counts().filesDeleted()).isEqualTo(6);
  }

  @Test
  @Promise("M9")
  void anEmptySourceEmptiesNothingUnlessForced() {
    String from = directory.empty();
    String to = bucket.fill(Map.of("precious", text("1")));

    Transfer refused = run(directory, from, bucket, to, Options.of().deleteExtra().build());
    assertThat(refused.state()).isEqualTo(TransferState.FAILED);
    assertThat(refused.problem().orElseThrow().code()).isEqualTo("would_empty_destination");
    assertThat(lab.codes(refused)).contains("DELETE_DESTINATION_EXTRA_SKIPPED");
    assertThat(bucket.read(to)).containsOnlyKeys("precious");

    Transfer forced = run(directory, from, bucket, to, Options.of().deleteExtra().force().build());
    assertThat(forced.state()).isEqualTo(TransferState.SUCCEEDED);
    assertThat(bucket.read(to)).isEmpty();
  }

  @Test
  @Promise("M10")
  void afterAFailureNothingIsDeleted() {
    String from = bucket.fill(Map.of("a", text("1"), "a/b", text("2")));
    String to = directory.fill(Map.of("extra", text("e")));

    Transfer transfer = run(bucket, from, directory, to, Options.of().deleteExtra().build());

    assertThat(transfer.state()).isEqualTo(TransferState.FAILED);
    assertThat(directory.read(to)).containsOnlyKeys("a", "extra");
    assertThat(lab.codes(transfer)).contains("DELETE_DESTINATION_EXTRA_SKIPPED", "AMBIGUOUS_PATH");
  }

  @Test
  @Promise("M10")
  void aSourceThatIsNotThereDeletesNothing() {
    for (End source : List.of(bucket, directory)) {
      End destination = source.equals(bucket) ? directory : bucket;
      String to = destination.fill(Map.of("precious", text("1")));

      Transfer transfer =
          run(
              source,
              source.empty() + "/not there",
              destination,
              to,
              Options.of().deleteExtra().force().build());

      assertThat(transfer.state()).isEqualTo(TransferState.FAILED);
      assertThat(destination.read(to)).containsOnlyKeys("precious");
      assertThat(lab.codes(transfer)).contains("DELETE_DESTINATION_EXTRA_SKIPPED");
    }
  }

  @Test
  @Promise({"F1", "F2"})
  void theFirstRuleThatFitsDecides() {
    String from =
        bucket.fill(
            Map.of(
                "a.txt", text("1"),
                "b.bin", text("2"),
                "tmp/c.txt", text("3"),
                "keep/tmp/d.txt", text("4"),
                "keep/e.txt", text("5"),
                "tmp.txt", text("6")));
    String to = directory.fill(Map.of("mine.bin", text("x")));
    List<NameFilter> filters =
        List.of(
            new NameFilter(false, "tmp", Optional.of(true)),
            new NameFilter(true, "*.txt", Optional.of(false)),
            new NameFilter(false, "*", Optional.of(false)));

    Transfer transfer =
        run(bucket, from, directory, to, Options.of().deleteExtra().filters(filters).build());

    assertThat(transfer.problem()).isEmpty();
    assertThat(directory.read(to)).containsOnlyKeys("a.txt", "keep/e.txt", "tmp.txt", "mine.bin");
  }

  @Test
  @Promise("D1")
  void aDryRunChangesNothingAndSaysWhatItWouldDo() {
    String from = bucket.fill(Map.of("a", text("1"), "same", text("2")));
    String to = directory.fill(Map.of("extra", text("e"), "same", text("2")));
    NewTransfer transfer =
        TransferLab.directory(
            bucket.collection(),
            from,
            directory.collection(),
            to,
            Options.sync(SyncLevel.SIZE).deleteExtra().build());

    Transfer ended =
        lab.run(
            new NewTransfer(
                transfer.submissionId(),
                transfer.requester(),
                transfer.source(),
                transfer.destination(),
                transfer.items(),
                transfer.options(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true));

    assertThat(ended.state()).isEqualTo(TransferState.SUCCEEDED);
    assertThat(directory.read(to)).containsOnlyKeys("extra", "same");
    assertThat(lab.report(ended))
        .extracting(TransferredFile::outcome)
        .containsExactlyInAnyOrder(Outcome.WOULD_SEND, Outcome.WOULD_DELETE);
  }

  @Test
  @Promise({"P1", "P2"})
  void whatADirectoryCannotHoldIsReportedAndNotDropped() {
    String from =
        bucket.fill(
            Map.of(
                "fine", text("1"),
                "a", text("2"),
                "a/b", text("3"),
                "x//y", text("4"),
                "u/../v", text("5")));
    String to = directory.empty();

    Transfer transfer = run(bucket, from, directory, to, TransferOptions.NONE);

    assertThat(transfer.state()).isEqualTo(TransferState.FAILED);
    assertThat(transfer.counts().failed()).isEqualTo(3);
    assertThat(directory.read(to)).containsOnlyKeys("fine", "a");
    assertThat(
            lab.transfers()
                .files(
                    transfer.id(), Transfers.ReportKind.FAILED, io.windlass.foundation.Page.first())
                .items())
        .extracting(line -> line.problem().orElseThrow().code())
        .containsExactlyInAnyOrder("ambiguous_path", "invalid_path_name", "invalid_path_name");
  }

  @Test
  @Promise("P3")
  void everyKeyGoesBetweenBuckets() {
    Map<String, byte[]> odd =
        Map.of("a", text("2"), "a/b", text("3"), "x//y", text("4"), "u/../v", text("5"));
    String from = bucket.fill(odd);
    String to = bucket.empty();

    Transfer transfer = run(bucket, from, bucket, to, TransferOptions.NONE);

    assertThat(transfer.problem()).isEmpty();
    assertThat(End.digests(bucket.read(to))).isEqualTo(End.digests(odd));
  }

  @Test
  @Promise("P4")
  void emptyDirectoriesGoThereAndBack() throws IOException {
    String from = directory.fill(Map.of("full/a", text("1")));
    Files.createDirectories(directory.file(from + "/empty/deep"));
    String inBucket = bucket.empty();
    run(directory, from, bucket, inBucket, TransferOptions.NONE);
    assertThat(bucket.read(inBucket)).containsOnlyKeys("full/a", "empty/deep/");

    String copied = bucket.empty();
    run(bucket, inBucket, bucket, copied, TransferOptions.NONE);
    assertThat(bucket.read(copied)).containsOnlyKeys("full/a", "empty/deep/");
    String back = directory.empty();
    run(bucket, copied, directory, back, TransferOptions.NONE);

    assertThat(directory.read(back)).containsOnlyKeys("full/a", "empty/deep/");
  }

  @Test
  @Promise("P5")
  void symbolicLinksAreLeftOutKeptOrFollowed() throws IOException {
    String from = directory.fill(Map.of("real", text("1")));
    Files.createSymbolicLink(directory.file(from + "/link"), java.nio.file.Path.of("real"));
    String ignored = directory.empty();
    String kept = directory.empty();
    String copied = directory.empty();
    String inBucket = bucket.empty();

    run(directory, from, directory, ignored, TransferOptions.NONE);
    run(
        directory,
        from,
        directory,
        kept,
        Options.of().symlinks(TransferOptions.Symlinks.KEEP).build());
    run(
        directory,
        from,
        directory,
        copied,
        Options.of().symlinks(TransferOptions.Symlinks.COPY).build());
    Options keeping = Options.of().symlinks(TransferOptions.Symlinks.KEEP);
    Transfer toBucket = run(directory, from, bucket, inBucket, keeping.build());
    Transfer refused =
        run(directory, from, bucket, bucket.empty(), keeping.failOnLostDetail().build());

    assertThat(directory.read(ignored)).containsOnlyKeys("real");
    assertThat(Files.readSymbolicLink(directory.file(kept + "/link")).toString()).isEqualTo("real");
    assertThat(Files.isSymbolicLink(directory.file(copied + "/link"))).isFalse();
    assertThat(directory.read(copied)).containsOnlyKeys("real", "link");
    assertThat(bucket.read(inBucket)).containsOnlyKeys("real");
    assertThat(lab.codes(toBucket)).contains("SYMLINKS_NOT_KEPT");
    assertThat(refused.state()).isEqualTo(TransferState.FAILED);
    assertThat(lab.report(refused))
        .filteredOn(line -> line.problem().isPresent())
        .singleElement()
        .satisfies(line -> {
          assertThat(line.source().orElseThrow()).endsWith("/link");
          assertThat(line.problem().orElseThrow().code()).isEqualTo("symlinks_not_kept");
        });
  }

  @Test
  @Promise({"X1", "X2"})
  void aDeletionDeletesWhatIsNamed() {
    String in =
        directory.fill(
            Map.of(
                "a/b/c", text("1"), "a/d", text("2"), "e1", text("3"), "e2", text("4"), "f",
                text("5")));

    Transfer all =
        lab.run(
            new NewDeletion(
                java.util.UUID.randomUUID(),
                io.windlass.transfer.collection.CollectionLab.USER,
                directory.collection().id(),
                List.of(in + "/a", in + "/e*", in + "/none"),
                true,
                true,
                true,
                Optional.empty(),
                Optional.empty(),
                false));

    assertThat(all.problem()).isEmpty();
    assertThat(all.state()).isEqualTo(TransferState.SUCCEEDED);
    assertThat(directory.read(in)).containsOnlyKeys("f");
    assertThat(Set.copyOf(lab.report(all).stream().map(TransferredFile::outcome).toList()))
        .containsExactly(Outcome.DELETED);
  }

  @Test
  void aDeletedDirectoryOfABucketTakesItsMarkerAlong() {
    String in =
        bucket.fill(Map.of("a/", text(""), "a/b", text("1"), "a/c/", text(""), "d", text("2")));

    Transfer all =
        lab.run(
            new NewDeletion(
                java.util.UUID.randomUUID(),
                io.windlass.transfer.collection.CollectionLab.USER,
                bucket.collection().id(),
                List.of(in + "/a"),
                true,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                false));

    assertThat(all.state()).isEqualTo(TransferState.SUCCEEDED);
    assertThat(bucket.read(in)).containsOnlyKeys("d");
    assertThat(lab.report(all)).hasSize(3);
  }

  @Test
  @Promise("X1")
  void aDirectoryOfABucketGoesWithItsMarkers() {
    String in =
        bucket.fill(
            Map.of(
                "gone/",
                new byte[0],
                "gone/a",
                text("1"),
                "gone/sub/",
                new byte[0],
                "b",
                text("2")));

    Transfer deletion =
        lab.run(
            new NewDeletion(
                java.util.UUID.randomUUID(),
                io.windlass.transfer.collection.CollectionLab.USER,
                bucket.collection().id(),
                List.of(in + "/gone"),
                true,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                false));

    assertThat(deletion.problem()).isEmpty();
    assertThat(bucket.read(in)).containsOnlyKeys("b");
  }

  @Test
  @Promise("X3")
  void aDirectoryWithoutRecursionAndAMissingPathAreErrors() {
    String in = bucket.fill(Map.of("a/b", text("1")));

    Transfer deletion =
        lab.run(
            new NewDeletion(
                java.util.UUID.randomUUID(),
                io.windlass.transfer.collection.CollectionLab.USER,
                bucket.collection().id(),
                List.of(in + "/a/", in + "/missing"),
                false,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                false));

    assertThat(deletion.state()).isEqualTo(TransferState.FAILED);
    assertThat(lab.report(deletion))
        .extracting(line -> line.problem().orElseThrow().code())
        .containsExactly("is_a_directory", "file_not_found");
    assertThat(bucket.read(in)).containsOnlyKeys("a/b");
  }
}

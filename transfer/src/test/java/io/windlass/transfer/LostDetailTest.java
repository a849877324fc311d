package io.windlass.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.testing.FaultProxy.Answer;
import io.windlass.testing.FaultProxy.Request;
import io.windlass.transfer.TransferOptions.Preserve;
import io.windlass.transfer.TransferredFile.Outcome;
import io.windlass.transfer.collection.Collection;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * What cannot be had beside the content is told in one event, or fails the file where that is
 * wanted.
 */
class LostDetailTest extends WishesOnCeph {
  /** From alice's and bob's bucket: copied by the store, and streamed. */
  private void assertDegrades(
      Predicate<Request> refused, Answer answer, TransferOptions options, String code) {
    for (End.Bucket source : List.of(alice, bob)) {
      Map<String, byte[]> files = Map.of("small", TEXT, "other", TEXT, "large", LARGE);
      String from = source.fill(files);
      files
          .keySet()
          .forEach(name ->
              source
                  .store()
                  .tags()
                  .put(object(source, from + "/" + name), Map.of("colour", "blue")));
      String to = alice.empty();
      proxy.answer(refused, answer);

      Transfer transfer =
          run(source.equals(alice) ? proxied : source.collection(), from, proxied, to, options);
      proxy.answerNothing();

      assertThat(transfer.problem()).isEmpty();
      assertThat(transfer.state()).isEqualTo(TransferState.SUCCEEDED);
      assertThat(End.digests(alice.read(to))).isEqualTo(End.digests(files));
      assertThat(lab.codes(transfer)).containsOnlyOnce(code);
      assertThat(lab.report(transfer))
          .extracting(TransferredFile::outcome)
          .containsOnly(source.equals(alice) ? Outcome.COPIED : Outcome.STREAMED);
      assertThat(alice.openUploads()).isZero();
    }
    assertThat(proxy.happened()).isPositive();
  }

  /** The same two ways: nothing is there without what was asked for. */
  private void assertFails(
      Predicate<Request> refused, Answer answer, Options options, String code) {
    for (End.Bucket source : List.of(alice, bob)) {
      String from = source.fill(Map.of("small", TEXT, "large", LARGE));
      for (String name : List.of("/small", "/large")) {
        source.store().tags().put(object(source, from + name), Map.of("colour", "blue"));
      }
      String to = alice.empty();
      proxy.answer(refused, answer);

      Transfer transfer =
          run(
              source.equals(alice) ? proxied : source.collection(),
              from,
              proxied,
              to,
              options.failOnLostDetail().build());
      proxy.answerNothing();

      assertFailed(transfer, code, 2);
      assertThat(alice.read(to)).isEmpty();
      assertThat(alice.openUploads()).isZero();
    }
    assertThat(proxy.happened()).isPositive();
  }

  @Test
  @Promise("C13")
  void aFileThatIsNotWantedWithoutItsTagsFails() {
    assertFails(
        request ->
            writes(request, "x-amz-tagging")
                || (request.method().equals("PUT") && request.target().contains("?tagging")),
        Answer.DENIED,
        Options.of().preserve(Preserve.TAGS),
        "tags_not_preserved");
  }

  @Test
  @Promise("C13")
  void aFileThatIsNotWantedWithoutItsAclFails() {
    assertFails(
        request -> writes(request, "x-amz-acl"),
        new Answer(400, "AccessControlListNotSupported"),
        Options.of().acl("bucket-owner-full-control"),
        "acl_not_preserved");
  }

  @Test
  @Promise("C13")
  void aFileThatIsNotWantedWithoutItsStorageClassFails() {
    assertFails(
        request -> writes(request, "x-amz-storage-class"),
        new Answer(400, "InvalidStorageClass"),
        Options.of().storageClass("GLACIER_IR"),
        "storage_class_not_preserved");
  }

  @Test
  @Promise("C13")
  void whatOnlyShowsAfterTheWriteFailsTheFileAndStays() {
    for (End.Bucket source : List.of(alice, bob)) {
      String from = source.fill(Map.of("a", TEXT));
      String to = alice.empty();

      Transfer transfer =
          run(
              source.collection(),
              from,
              alice.collection(),
              to,
              Options.of().checksum("sha256").failOnLostDetail().build());

      assertFailed(transfer, "checksum_not_kept", 1);
      assertThat(alice.read(to)).containsOnlyKeys("a");
    }
  }

  @Test
  @Promise("C13")
  void grantsThatMayNotBeReadOrThatADirectoryCannotHoldFailTheFile() {
    try (End.Local directory = (End.Local) End.directory(lab.collections)) {
      String from = alice.fill(Map.of("a", TEXT));
      TransferOptions wanted = Options.of().preserve(Preserve.ACL).failOnLostDetail().build();
      String to = directory.empty();
      assertFailed(
          run(alice.collection(), from, directory.collection(), to, wanted),
          "acl_not_preserved",
          1);
      assertThat(directory.read(to)).isEmpty();
      String back = alice.empty();
      directory.fill(Map.of("b", TEXT));
      assertThat(run(directory.collection(), to, alice.collection(), back, wanted).state())
          .isEqualTo(TransferState.SUCCEEDED);

      proxy.answer(request -> request.target().contains("?acl"), Answer.DENIED);
      assertFailed(run(proxied, from, proxied, alice.empty(), wanted), "acl_not_preserved", 1);
    }
  }

  @Test
  @Promise({"C3", "C13"})
  void metadataThatADirectoryCannotHoldIsLeftOutOrFailsTheFile() throws IOException {
    try (SmallDisk disk = SmallDisk.withoutAttributes()) {
      Collection plain = lab.collections.directory(disk.path());
      String from = alice.fill(Map.of("a", TEXT, "b", TEXT));
      for (String name : List.of("/a", "/b")) {
        alice.store().tags().put(object(alice, from + name), Map.of("colour", "blue"));
      }
      Options wanted = Options.of().preserve(Preserve.METADATA, Preserve.TAGS);

      Transfer without = run(alice.collection(), from, plain, "/without", wanted.build());
      Transfer failed =
          run(alice.collection(), from, plain, "/failed", wanted.failOnLostDetail().build());

      assertThat(without.state()).isEqualTo(TransferState.SUCCEEDED);
      assertThat(lab.codes(without)).containsOnlyOnce("METADATA_NOT_PRESERVED");
      assertThat(disk.path().resolve("without/a")).hasBinaryContent(TEXT);
      assertFailed(failed, "metadata_not_preserved", 2);
      assertThat(disk.path().resolve("failed/a")).doesNotExist();
    }
  }

  @Test
  @Promise("C13")
  void whatIsNotWantedWithoutItsVersionsFails() {
    String from = alice.fill(Map.of("a", TEXT));
    String to = bob.empty();
    proxy.answer(request -> request.target().contains("versions"), Answer.DENIED);

    Transfer transfer =
        run(
            proxied,
            from,
            bob.collection(),
            to,
            Options.of().preserve(Preserve.VERSIONS).failOnLostDetail().build());

    assertFailed(transfer, "versions_not_preserved", 1);
    assertThat(bob.read(to)).isEmpty();
  }

  @Test
  @Promise("C13")
  void whatCanBeHadFailsNothing() {
    for (End.Bucket source : List.of(alice, bob)) {
      String from = source.fill(Map.of("small", TEXT, "large", LARGE));
      for (String name : List.of("/small", "/large")) {
        source.store().tags().put(object(source, from + name), Map.of("colour", "blue"));
      }
      String to = alice.empty();
      Transfer transfer =
          run(
              source.collection(),
              from,
              alice.collection(),
              to,
              Options.of().preserve(Preserve.TAGS, Preserve.METADATA).failOnLostDetail().build());
      assertThat(transfer.state()).isEqualTo(TransferState.SUCCEEDED);
      assertThat(lab.report(transfer))
          .extracting(TransferredFile::outcome)
          .containsOnly(source.equals(alice) ? Outcome.COPIED : Outcome.STREAMED);
      for (String name : List.of("/small", "/large")) {
        assertThat(alice.store().tags().get(object(alice, to + name)))
            .containsExactly(Map.entry("colour", "blue"));
      }
    }
  }

  @Test
  @Promise("C3")
  void tagsThatMayNotBeWrittenAreLeftOut() {
    assertDegrades(
        request ->
            writes(request, "x-amz-tagging")
                || (request.method().equals("PUT") && request.target().contains("?tagging")),
        Answer.DENIED,
        Options.of().preserve(Preserve.TAGS).build(),
        "TAGS_NOT_PRESERVED");
  }

  @Test
  @Promise("C3")
  void tagsThatMayNotBeReadAreLeftOut() {
    String from = alice.fill(Map.of("a", TEXT));
    alice.store().tags().put(object(alice, from + "/a"), Map.of("colour", "blue"));
    String to = bob.empty();
    proxy.answer(request -> request.target().contains("?tagging"), Answer.DENIED);

    Transfer transfer =
        run(proxied, from, bob.collection(), to, Options.of().preserve(Preserve.TAGS).build());

    assertThat(transfer.state()).isEqualTo(TransferState.SUCCEEDED);
    assertThat(bob.read(to)).containsOnlyKeys("a");
    assertThat(lab.codes(transfer)).containsOnlyOnce("TAGS_NOT_PRESERVED");
  }

  @Test
  @Promise("C3")
  void anAclThatABucketDoesNotTakeIsLeftOut() {
    assertDegrades(
        request -> writes(request, "x-amz-acl"),
        new Answer(400, "AccessControlListNotSupported"),
        Options.of().acl("bucket-owner-full-control").build(),
        "ACL_NOT_PRESERVED");
  }

  @Test
  @Promise("C3")
  void anAclThatMayNotBeWrittenIsLeftOutAndTagsGoNevertheless() {
    assertDegrades(
        request -> writes(request, "x-amz-acl"),
        Answer.DENIED,
        Options.of().acl("bucket-owner-full-control").preserve(Preserve.TAGS).build(),
        "ACL_NOT_PRESERVED");
  }

  @Test
  @Promise("C3")
  void grantsThatMayNotBeReadAreLeftOut() {
    String from = alice.fill(Map.of("a", TEXT));
    String to = alice.empty();
    proxy.answer(request -> request.target().contains("?acl"), Answer.DENIED);

    Transfer transfer =
        run(proxied, from, proxied, to, Options.of().preserve(Preserve.ACL).build());

    assertThat(transfer.state()).isEqualTo(TransferState.SUCCEEDED);
    assertThat(lab.codes(transfer)).containsOnlyOnce("ACL_NOT_PRESERVED");
  }

  @Test
  @Promise("C3")
  void aStorageClassThatAStoreDoesNotKnowIsLeftOut() {
    assertDegrades(
        request -> writes(request, "x-amz-storage-class"),
        new Answer(400, "InvalidStorageClass"),
        Options.of().storageClass("GLACIER_IR").build(),
        "STORAGE_CLASS_NOT_PRESERVED");
  }

  @Test
  @Promise("C3")
  void versionsThatMayNotBeListedAreLeftOut() {
    String from = alice.fill(Map.of("a", TEXT));
    String to = bob.empty();
    proxy.answer(request -> request.target().contains("versions"), Answer.DENIED);

    Transfer transfer =
        run(proxied, from, bob.collection(), to, Options.of().preserve(Preserve.VERSIONS).build());

    assertThat(transfer.state()).isEqualTo(TransferState.SUCCEEDED);
    assertThat(bob.read(to)).containsOnlyKeys("a");
    assertThat(lab.codes(transfer)).containsOnlyOnce("VERSIONS_NOT_PRESERVED");
  }

  @Test
  @Promise("C3")
  void aChecksumThatAStoreDoesNotKeepIsToldAndThatIsAll() {
    for (End.Bucket source : List.of(alice, bob)) {
      String from = source.fill(Map.of("a", TEXT, "b", TEXT));
      String to = alice.empty();

      Transfer transfer =
          run(
              source.collection(),
              from,
              alice.collection(),
              to,
              Options.of().checksum("sha256").build());

      assertThat(transfer.state()).isEqualTo(TransferState.SUCCEEDED);
      assertThat(alice.read(to)).containsOnlyKeys("a", "b");
      assertThat(lab.codes(transfer)).containsOnlyOnce("CHECKSUM_NOT_KEPT");
    }
  }
}

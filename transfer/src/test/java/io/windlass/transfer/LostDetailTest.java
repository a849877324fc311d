package io.windlass.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.testing.FaultProxy.Answer;
import io.windlass.testing.FaultProxy.Request;
import io.windlass.transfer.TransferOptions.Preserve;
import io.windlass.transfer.TransferredFile.Outcome;
import io.windlass.transfer.collection.Collection;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What cannot be had beside the content is told in one event, or fails the file where that is
 * wanted.
 */
class LostDetailTest extends WishesOnCeph {
  private static final Map<String, byte[]> FILES =
      Map.of("small", TEXT, "other", TEXT, "large", LARGE);

  /** A detail that is refused when it is written. */
  enum Detail {
    TAGS("TAGS_NOT_PRESERVED", Answer.DENIED) {
      @Override
      boolean isIn(Request request) {
        return writes(request, "x-amz-tagging")
            || (request.method().equals("PUT") && request.target().contains("?tagging"));
      }

      @Override
      Options wish() {
        return Options.of().preserve(Preserve.TAGS);
      }
    },
    ACL_THAT_NO_OBJECT_HAS("ACL_NOT_PRESERVED", new Answer(400, "AccessControlListNotSupported")) {
      @Override
      boolean isIn(Request request) {
        return writes(request, "x-amz-acl");
      }

      @Override
      Options wish() {
        return Options.of().acl("bucket-owner-full-control");
      }
    },
    ACL_BESIDE_TAGS("ACL_NOT_PRESERVED", Answer.DENIED) {
      @Override
      boolean isIn(Request request) {
        return writes(request, "x-amz-acl");
      }

      @Override
      Options wish() {
        return Options.of().acl("bucket-owner-full-control").preserve(Preserve.TAGS);
      }
    },
    STORAGE_CLASS("STORAGE_CLASS_NOT_PRESERVED", new Answer(400, "InvalidStorageClass")) {
      @Override
      boolean isIn(Request request) {
        return writes(request, "x-amz-storage-class");
      }

      @Override
      Options wish() {
        return Options.of().storageClass("GLACIER_IR");
      }
    };

    final String event;

    @SuppressWarnings("ImmutableEnumChecker") // a record of values
    final Answer answer;

    Detail(String event, Answer answer) {
      this.event = event;
      this.answer = answer;
    }

    abstract boolean isIn(Request request);

    abstract Options wish();
  }

  /** Small and large files with tags. */
  private static String fill(End.Bucket source) {
    String from = source.fill(FILES);
    FILES
        .keySet()
        .forEach(name ->
            source.store().tags().put(object(source, from + "/" + name), Map.of("colour", "blue")));
    return from;
  }

  /** From alice's and bob's bucket: copied by the store, and streamed. */
  private void forBoth(Detail detail, Options options, BiConsumer<Transfer, String> check) {
    for (End.Bucket source : List.of(alice, bob)) {
      String from = fill(source);
      String to = alice.empty();
      proxy.answer(detail::isIn, detail.answer);
      Transfer transfer =
          run(
              source.equals(alice) ? proxied : source.collection(),
              from,
              proxied,
              to,
              options.build());
      proxy.answerNothing();
      check.accept(transfer, to);
      assertThat(lab.report(transfer))
          .extracting(TransferredFile::outcome)
          .containsOnly(
              transfer.state() == TransferState.FAILED
                  ? Outcome.FAILED
                  : source.equals(alice) ? Outcome.COPIED : Outcome.STREAMED);
      assertThat(alice.openUploads()).isZero();
    }
    assertThat(proxy.happened()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Detail.class)
  @Promise("C3")
  void aDetailThatIsRefusedIsLeftOutAndToldOnce(Detail detail) {
    forBoth(
        detail,
        detail.wish(),
        (transfer, to) -> {
          assertThat(transfer.problem()).isEmpty();
          assertThat(transfer.state()).isEqualTo(TransferState.SUCCEEDED);
          assertThat(End.digests(alice.read(to))).isEqualTo(End.digests(FILES));
          assertThat(lab.codes(transfer)).containsOnlyOnce(detail.event);
        });
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACL_BESIDE_TAGS")
  @Promise("C13")
  void aFileThatIsNotWantedWithoutItFailsAndIsNotThere(Detail detail) {
    forBoth(
        detail,
        detail.wish().failOnLostDetail(),
        (transfer, to) -> {
          assertFailed(transfer, detail.event.toLowerCase(Locale.ROOT), FILES.size());
          assertThat(alice.read(to)).isEmpty();
        });
  }

  @Test
  @Promise({"C3", "C13"})
  void versionsThatMayNotBeListedAreLeftOutOrFailTheFile() {
    String from = alice.fill(Map.of("a", TEXT));
    String without = bob.empty();
    String failing = bob.empty();
    Options wanted = Options.of().preserve(Preserve.VERSIONS);
    proxy.answer(request -> request.target().contains("versions"), Answer.DENIED);

    Transfer transfer = run(proxied, from, bob.collection(), without, wanted.build());
    Transfer failed =
        run(proxied, from, bob.collection(), failing, wanted.failOnLostDetail().build());

    assertThat(transfer.state()).isEqualTo(TransferState.SUCCEEDED);
    assertThat(bob.read(without)).containsOnlyKeys("a");
    assertThat(lab.codes(transfer)).containsOnlyOnce("VERSIONS_NOT_PRESERVED");
    assertFailed(failed, "versions_not_preserved", 1);
    assertThat(bob.read(failing)).isEmpty();
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
  void whatCanBeHadFailsNothing() {
    for (End.Bucket source : List.of(alice, bob)) {
      String from = fill(source);
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

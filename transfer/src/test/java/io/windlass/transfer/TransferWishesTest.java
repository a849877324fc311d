package io.windlass.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectAcls.Grant;
import io.windlass.objectstore.ObjectAcls.Grantee;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.SystemMetadata;
import io.windlass.testing.FaultProxy.Answer;
import io.windlass.testing.InProcessStore;
import io.windlass.transfer.TransferOptions.Preserve;
import io.windlass.transfer.TransferOptions.Restore;
import io.windlass.transfer.TransferredFile.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a transfer is asked for beside the content. */
class TransferWishesTest extends WishesOnCeph {
  @Test
  @Promise("C12")
  void metadataThatTheRulesMakeTooLargeFailsTheFileWithItsSize() {
    for (End.Bucket source : List.of(alice, bob)) {
      String from = source.empty();
      source
          .store()
          .put(
              object(source, from + "/a"),
              WriteOptions.NONE.with().metadata(Map.of("x", "y".repeat(1900))).build(),
              Body.of(TEXT));
      String to = alice.empty();
      MetadataRules rules = new MetadataRules(Map.of("more", "z".repeat(200)), List.of(), Map.of());

      Transfer transfer =
          run(
              source.collection(),
              from,
              alice.collection(),
              to,
              Options.of().metadata(rules).build());

      assertFailed(transfer, "metadata_too_large", 1);
      assertThat(lab.report(transfer).getFirst().problem().orElseThrow().message())
          .contains("2,105");
      assertThat(alice.read(to)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crc32", "crc32c", "crc64nvme", "sha1", "sha256"})
  @Promise("C6")
  void aChecksumIsStoredReportedAndDecidesWithoutReading(String algorithm) {
    try (InProcessStore store = InProcessStore.start();
        InProcessStore other = InProcessStore.start();
        End.Local directory = (End.Local) End.directory(lab.collections)) {
      End there = End.bucket(lab.collections, store, store.owner());
      End elsewhere = End.bucket(lab.collections, other, other.owner());
      String from = directory.fill(Map.of("a", TEXT, "b", "other".getBytes(UTF_8)));
      String to = there.empty();
      String target = elsewhere.empty();

      Transfer up =
          run(
              directory.collection(),
              from,
              there.collection(),
              to,
              Options.of().checksum(algorithm).build());
      Transfer across =
          run(
              there.collection(),
              to,
              elsewhere.collection(),
              target,
              Options.of().checksum(algorithm).verify().build());
      Transfer again =
          run(
              there.collection(),
              to,
              elsewhere.collection(),
              target,
              Options.sync(SyncLevel.CHECKSUM).build());

      assertThat(again.counts().filesSkipped()).isEqualTo(2);
      assertThat(again.counts().bytesChecksummed()).isZero();
      for (Transfer each : List.of(up, across)) {
        assertThat(each.state()).isEqualTo(TransferState.SUCCEEDED);
        assertThat(lab.codes(each)).doesNotContain("CHECKSUM_NOT_KEPT");
        assertThat(lab.report(each))
            .allSatisfy(
                line -> assertThat(line.checksum().orElseThrow().algorithm()).isEqualTo(algorithm));
      }
    }
  }

  @Test
  @Promise("M5")
  void whatStoresKnowOfBothSidesDecidesWithoutReading() {
    String first = alice.fill(Map.of("a", TEXT, "b", TEXT, "large", LARGE));
    String to = bob.empty();
    String from = alice.empty();
    run(alice.collection(), first, bob.collection(), to, TransferOptions.NONE);
    run(bob.collection(), to, alice.collection(), from, TransferOptions.NONE); // in parts, too
    bob.write(to + "/b", "HELLO".getBytes(UTF_8));
    Set<String> read = ConcurrentHashMap.newKeySet();
    proxy.answer(
        request -> {
          if (request.method().equals("GET") && request.target().contains(from)) {
            read.add(request.target());
          }
          return false;
        },
        Answer.DENIED);

    Transfer again =
        run(proxied, from, bob.collection(), to, Options.sync(SyncLevel.CHECKSUM).build());

    assertThat(again.problem()).isEmpty();
    assertThat(again.counts().filesSkipped()).isEqualTo(2);
    assertThat(again.counts().filesTransferred()).isEqualTo(1);
    assertThat(again.counts().bytesChecksummed()).isZero();
    assertThat(read).allMatch(target -> target.endsWith("/b")).hasSize(1);
  }

  @Test
  @Promise("C7")
  void aCannedAclAndGrantsOfTheSourceArrive() {
    Grant everybody =
        new Grant(new Grantee.Group("http://acs.amazonaws.com/groups/global/AllUsers"), "READ");
    String from = alice.fill(Map.of("a", TEXT));
    String canned = alice.empty();
    String kept = bob.empty();
    run(
        alice.collection(),
        from,
        alice.collection(),
        canned,
        Options.of().acl("public-read").build());
    run(
        alice.collection(),
        canned,
        bob.collection(),
        kept,
        Options.of().preserve(Preserve.ACL).build());

    assertThat(alice.store().acls().get(object(alice, from + "/a")).grants())
        .doesNotContain(everybody);
    assertThat(alice.store().acls().get(object(alice, canned + "/a")).grants()).contains(everybody);
    assertThat(bob.store().acls().get(object(bob, kept + "/a")).grants()).contains(everybody);
  }

  @Test
  @Promise("C7")
  void noAclIsSentUnlessAskedFor() {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    proxy.answer(
        request -> {
          seen.addAll(request.headers().keySet());
          return false;
        },
        Answer.DENIED);
    String from = bob.fill(Map.of("a", TEXT, "large", LARGE));

    Transfer transfer = run(bob.collection(), from, proxied, alice.empty(), TransferOptions.NONE);

    assertThat(transfer.state()).isEqualTo(TransferState.SUCCEEDED);
    assertThat(seen)
        .contains("authorization")
        .doesNotContain("x-amz-acl", "x-amz-tagging", "x-amz-request-payer");
  }

  @Test
  @Promise("C8")
  void aStorageClassIsAskedForAndThatOfTheSourceWhereItIsKept() {
    Set<String> asked = ConcurrentHashMap.newKeySet();
    proxy.answer(
        request -> {
          Optional.ofNullable(request.headers().get("x-amz-storage-class")).ifPresent(asked::add);
          return false;
        },
        Answer.DENIED);
    String from = bob.fill(Map.of("a", TEXT));

    Transfer kept =
        run(
            bob.collection(),
            from,
            proxied,
            alice.empty(),
            Options.of().preserve(Preserve.STORAGE_CLASS).build());
    assertThat(kept.state()).isEqualTo(TransferState.SUCCEEDED);
    assertThat(asked).isEmpty(); // the class of every bucket, where nothing else was chosen

    Transfer chosen =
        run(
            bob.collection(),
            from,
            proxied,
            alice.empty(),
            Options.of().storageClass("STANDARD_IA").build());
    assertThat(chosen.state()).isEqualTo(TransferState.SUCCEEDED);
    assertThat(asked).containsExactly("STANDARD_IA");
  }

  @Test
  @Promise("C8")
  void rulesChooseTheStorageClassByTheSizeOfTheObject() {
    Set<String> asked = ConcurrentHashMap.newKeySet();
    proxy.answer(
        request -> {
          if (request.has("x-amz-storage-class")) {
            asked.add(
                request.headers().get("x-amz-storage-class")
                    + request.target().replaceAll("^.*/", " ").replaceAll("[?].*", ""));
          }
          return false;
        },
        Answer.DENIED);
    Map<String, byte[]> files = Map.of("small", TEXT, "large", LARGE, "note.log", TEXT);
    for (End.Bucket source : List.of(alice, bob)) {
      String from = source.fill(files);
      String to = alice.empty();
      asked.clear();

      Transfer transfer =
          run(
              source.equals(alice) ? proxied : source.collection(),
              from,
              proxied,
              to,
              Options.of().storageClass("GLACIER_IR:>=1M,STANDARD:*.log").build());

      assertThat(transfer.state()).isEqualTo(TransferState.SUCCEEDED);
      assertThat(asked).containsExactlyInAnyOrder("GLACIER_IR large", "STANDARD note.log");
      assertThat(End.digests(alice.read(to))).isEqualTo(End.digests(files));
    }
  }

  @Test
  @Promise("C12")
  void metadataIsDroppedRenamedAndSetOnTheWay() {
    MetadataRules rules =
        new MetadataRules(
            Map.of("Owner", "ann", "content-type", "text/csv", "origin", "here"),
            List.of("secret*", "cache-*"),
            Map.of("kept", "Still-Kept", "content-language", "language", "missing", "none"));
    for (End.Bucket source : List.of(alice, bob)) {
      String from = source.empty();
      for (Map.Entry<String, byte[]> file : Map.of("small", TEXT, "large", LARGE).entrySet()) {
        source
            .store()
            .put(
                object(source, from + "/" + file.getKey()),
                WriteOptions.NONE
                    .with()
                    .system(
                        new SystemMetadata(
                            Optional.of("text/plain"),
                            Optional.of("no-cache"),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of("de"),
                            Optional.empty()))
                    .metadata(Map.of("secret-key", "x", "origin", "lab", "kept", "yes"))
                    .build(),
                Body.of(file.getValue()));
      }
      String to = alice.empty();

      Transfer transfer =
          run(
              source.collection(),
              from,
              alice.collection(),
              to,
              Options.of().metadata(rules).build());

      assertThat(lab.report(transfer))
          .extracting(TransferredFile::outcome)
          .containsOnly(source.equals(alice) ? Outcome.COPIED : Outcome.STREAMED);
      for (String name : List.of("/small", "/large")) {
        ObjectFacts facts = alice.store().head(object(alice, to + name));
        assertThat(facts.metadata())
            .containsOnly(
                Map.entry("owner", "ann"),
                Map.entry("origin", "here"),
                Map.entry("still-kept", "yes"),
                Map.entry("language", "de"));
        assertThat(facts.system())
            .isEqualTo(
                new SystemMetadata(
                    Optional.of("text/csv"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
      }
    }
  }

  @Test
  @Promise("C9")
  void whoeverConsentsPaysForEveryRequest() {
    proxy.answer(
        request -> request.target().contains(alice.bucket()) && !request.has("x-amz-request-payer"),
        Answer.DENIED);
    String from = alice.fill(Map.of("a", TEXT, "large", LARGE));
    String copied = alice.empty();
    String streamed = bob.empty();

    Transfer without = run(proxied, from, bob.collection(), streamed, TransferOptions.NONE);
    assertThat(without.state()).isEqualTo(TransferState.FAILED);

    TransferOptions paying = Options.of().requesterPays().deleteExtra().verify().build();
    assertThat(run(proxied, from, bob.collection(), streamed, paying).problem()).isEmpty();
    assertThat(run(proxied, from, proxied, copied, paying).problem()).isEmpty();
    assertThat(run(bob.collection(), streamed, proxied, copied, paying).problem()).isEmpty();
    assertThat(End.digests(alice.read(copied)))
        .isEqualTo(End.digests(Map.of("a", TEXT, "large", LARGE)));
  }

  /** Ceph has no archive: the proxy answers as one would, until what is archived was asked for. */
  private AtomicInteger archive(int requestsUntilReadable) {
    AtomicInteger asked = new AtomicInteger();
    proxy.answer(
        request ->
            request.method().equals("POST")
                && request.target().contains("?restore")
                && asked.incrementAndGet() == 1,
        new Answer(202, ""));
    proxy.answer(
        request -> request.method().equals("POST") && request.target().contains("?restore"),
        new Answer(409, "RestoreAlreadyInProgress"));
    proxy.answer(
        request ->
            asked.get() < requestsUntilReadable
                && (request.headers().getOrDefault("x-amz-copy-source", "").contains("archived")
                    || (request.method().equals("GET") && request.target().contains("/archived"))),
        new Answer(403, "InvalidObjectState"));
    return asked;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Promise("R6")
  void archivedObjectsAreRestoredWhileTheOthersGo(boolean small) {
    byte[] content = small ? TEXT : LARGE;
    for (End.Bucket destination : List.of(alice, bob)) {
      String from = alice.fill(Map.of("a", TEXT, "archived", content));
      String to = destination.empty();
      AtomicInteger asked = archive(3);

      Transfer transfer =
          run(
              proxied,
              from,
              destination.equals(alice) ? proxied : bob.collection(),
              to,
              Options.of().restore(new Restore("Bulk", Duration.ofDays(2))).build());
      proxy.answerNothing();

      assertThat(transfer.problem()).isEmpty();
      assertThat(asked).hasValue(3);
      assertThat(destination.read(to).get("archived")).isEqualTo(content);
      assertThat(lab.codes(transfer)).containsOnlyOnce("RESTORING");
      assertThat(lab.report(transfer).getFirst().source().orElseThrow()).endsWith("/a");
    }
  }

  @Test
  @Promise("R6")
  void archivedObjectsFailWhereNobodyAskedForThem() {
    String from = alice.fill(Map.of("a", TEXT, "archived", TEXT));
    String to = bob.empty();
    AtomicInteger asked = archive(3);

    Transfer transfer = run(proxied, from, bob.collection(), to, TransferOptions.NONE);

    assertThat(transfer.state()).isEqualTo(TransferState.FAILED);
    assertThat(bob.read(to)).containsOnlyKeys("a");
    assertThat(asked).hasValue(0);
    assertThat(lab.codes(transfer)).contains("FILE_ARCHIVED");
  }

  @Test
  @Promise({"C4", "C5"})
  void oneVersionIsReadAndAllVersionsOfASingleObject() {
    Versioning.on(ceph, ceph.alice(), alice.bucket());
    Versioning.on(ceph, ceph.bob(), bob.bucket());
    String from = alice.empty();
    alice.write(from + "/a", TEXT);
    alice.write(from + "/a", "later".getBytes(UTF_8));
    String to = bob.empty();
    TransferItem all = TransferLab.item(from + "/a", to + "/all", Optional.empty());
    TransferItem first =
        new TransferItem(
            from + "/a",
            to + "/first",
            Optional.empty(),
            Optional.empty(),
            Optional.of(versions(alice, from + "/a").getLast().versionId()));

    Transfer single =
        lab.run(
            TransferLab.transfer(
                alice.collection(), bob.collection(), List.of(first), TransferOptions.NONE));
    Transfer history =
        lab.run(
            TransferLab.transfer(
                alice.collection(),
                bob.collection(),
                List.of(all),
                Options.of().preserve(Preserve.VERSIONS).build()));

    assertThat(single.problem()).isEmpty();
    assertThat(history.problem()).isEmpty();
    assertThat(bob.read(to).get("first")).isEqualTo(TEXT);
    assertThat(bob.read(to).get("all")).isEqualTo("later".getBytes(UTF_8));
    assertThat(versions(bob, to + "/all")).hasSize(2);
    assertThat(lab.report(history)).allSatisfy(line -> assertThat(line.versionId()).isPresent());
  }

  @Test
  @Promise("C5")
  void anObjectThatWasNotThereThenIsNotSent() {
    Versioning.on(ceph, ceph.alice(), alice.bucket());
    String from = alice.fill(Map.of("a", TEXT));
    String to = bob.empty();

    Transfer transfer =
        lab.run(
            TransferLab.transfer(
                alice.collection(),
                bob.collection(),
                List.of(TransferLab.item(from + "/a", to + "/a", Optional.empty())),
                Options.of().asOf(Instant.parse("2020-01-01T00:00:00Z")).build()));

    assertThat(transfer.state()).isEqualTo(TransferState.FAILED);
    assertThat(lab.codes(transfer)).contains("FILE_NOT_FOUND");
    assertThat(bob.read(to)).isEmpty();
  }
}

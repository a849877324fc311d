package io.windlass.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectVersions.Version;
import io.windlass.objectstore.SystemMetadata;
import io.windlass.testing.CephStore;
import io.windlass.testing.InProcessStore;
import io.windlass.transfer.TransferOptions.Preserve;
import io.windlass.transfer.TransferredFile.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What goes with content between buckets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransferContentTest {
  private final CephStore ceph = CephStore.shared();
  private TransferLab lab;
  private End.Bucket alice;
  private End.Bucket bob;

  @BeforeAll
  void open() {
    lab = new TransferLab();
    alice = (End.Bucket) End.bucket(lab.collections, ceph, ceph.alice());
    bob = (End.Bucket) End.bucket(lab.collections, ceph, ceph.bob());
  }

  @AfterAll
  void close() {
    lab.close();
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  private Transfer run(
      End source, String from, End destination, String to, TransferOptions options) {
    Transfer transfer =
        lab.run(
            TransferLab.directory(
                source.collection(), from, destination.collection(), to, options));
    assertThat(transfer.problem()).isEmpty();
    return transfer;
  }

  private static void described(End.Bucket end, String path, byte[] bytes) {
    ObjectId id = ObjectId.of(end.bucket(), end.key(path));
    end.store()
        .put(
            id,
            WriteOptions.NONE
                .with()
                .system(
                    new SystemMetadata(
                        Optional.of("text/special"),
                        Optional.of("no-cache"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("de"),
                        Optional.empty()))
                .metadata(Map.of("origin", "lab"))
                .build(),
            Body.of(bytes));
    end.store().tags().put(id, Map.of("colour", "blue"));
  }

  private static ObjectFacts facts(End.Bucket end, String path) {
    return end.store().head(ObjectId.of(end.bucket(), end.key(path)));
  }

  private static Map<String, String> tags(End.Bucket end, String path) {
    return end.store().tags().get(ObjectId.of(end.bucket(), end.key(path)));
  }

  @Test
  @Promise({"C1", "C2"})
  void metadataGoesAlongAndTagsWhenAskedFor() {
    byte[] large = new byte[13 << 20];
    new Random(5).nextBytes(large);
    String from = alice.empty();
    described(alice, from + "/small", text("hello"));
    described(alice, from + "/large", large);

    for (End.Bucket to : List.of(alice, bob)) {
      String plain = to.empty();
      String tagged = to.empty();
      Transfer first = run(alice, from, to, plain, TransferOptions.NONE);
      run(alice, from, to, tagged, Options.of().preserve(Preserve.TAGS).build());

      for (String name : List.of("/small", "/large")) {
        ObjectFacts facts = facts(to, plain + name);
        assertThat(facts.contentType()).contains("text/special");
        assertThat(facts.system().cacheControl()).contains("no-cache");
        assertThat(facts.metadata()).containsEntry("origin", "lab");
        if (to.equals(bob)) { // RGW 16 copies tags whatever it is told
          assertThat(tags(to, plain + name)).isEmpty();
        }
        assertThat(tags(to, tagged + name)).containsExactly(Map.entry("colour", "blue"));
      }
      assertThat(lab.report(first))
          .extracting(TransferredFile::outcome)
          .containsOnly(to.equals(alice) ? Outcome.COPIED : Outcome.STREAMED);
      assertThat(lab.codes(first).contains("STREAMED")).isEqualTo(to.equals(bob));
    }
  }

  @Test
  @Promise("C10")
  void whatDescribesAnObjectGoesToAFileAndBack() {
    try (End.Local directory = (End.Local) End.directory(lab.collections)) {
      String from = alice.empty();
      described(alice, from + "/a", text("hello"));
      String kept = directory.empty();
      String plain = directory.empty();
      TransferOptions both = Options.of().preserve(Preserve.METADATA, Preserve.TAGS).build();
      Transfer there = run(alice, from, directory, kept, both);
      run(alice, from, directory, plain, TransferOptions.NONE);
      String moved = directory.empty();
      run(directory, kept, directory, moved, both);

      String back = bob.empty();
      String without = bob.empty();
      String never = bob.empty();
      run(directory, moved, bob, back, both);
      run(directory, kept, bob, without, TransferOptions.NONE);
      run(directory, plain, bob, never, both);

      assertThat(lab.codes(there)).doesNotContain("METADATA_NOT_PRESERVED", "TAGS_NOT_PRESERVED");
      ObjectFacts facts = facts(bob, back + "/a");
      assertThat(facts.contentType()).contains("text/special");
      assertThat(facts.system().cacheControl()).contains("no-cache");
      assertThat(facts.metadata()).containsEntry("origin", "lab");
      assertThat(tags(bob, back + "/a")).containsExactly(Map.entry("colour", "blue"));
      for (String other : List.of(without, never)) {
        assertThat(facts(bob, other + "/a").metadata()).isEmpty();
        assertThat(tags(bob, other + "/a")).isEmpty();
      }
    }
  }

  @Test
  @Promise("C3")
  void whatAStoreDoesNotOfferIsAnEventAndNoFailure() {
    try (InProcessStore plain = InProcessStore.start()) {
      End.Bucket without = (End.Bucket) End.bucket(lab.collections, plain, plain.owner());
      String from = without.fill(Map.of("a", text("1")));
      String to = alice.empty();

      Transfer transfer =
          run(
              without,
              from,
              alice,
              to,
              Options.of().preserve(Preserve.TAGS, Preserve.VERSIONS, Preserve.ACL).build());

      assertThat(alice.read(to)).containsOnlyKeys("a");
      assertThat(lab.codes(transfer)).contains("VERSIONS_NOT_PRESERVED");
    }
  }

  @Test
  @Promise({"C4", "C5"})
  void historyIsCopiedAndReadAsItWas() throws Exception {
    Versioning.on(ceph, ceph.alice(), alice.bucket());
    Versioning.on(ceph, ceph.bob(), bob.bucket());
    String from = alice.empty();
    alice.write(from + "/a", text("one"));
    alice.write(from + "/b", text("bee"));
    Instant then = Instant.now().plusMillis(1100);
    java.util.concurrent.locks.LockSupport.parkUntil(then.plusMillis(1100).toEpochMilli());
    alice.write(from + "/a", text("two"));
    alice.delete(from + "/b");

    String history = bob.empty();
    run(alice, from, bob, history, Options.of().preserve(Preserve.VERSIONS).build());
    String old = bob.empty();
    run(alice, from, bob, old, Options.of().asOf(then).build());
    String single = bob.empty();
    lab.run(
        TransferLab.transfer(
            alice.collection(),
            bob.collection(),
            List.of(TransferLab.item(from + "/b", single + "/b", Optional.of(false))),
            Options.of().asOf(then).build()));

    assertThat(bob.read(history)).containsOnlyKeys("a");
    assertThat(versions(history + "/a"))
        .extracting(Version::deleteMarker)
        .containsExactly(false, false);
    assertThat(versions(history + "/b"))
        .extracting(Version::deleteMarker)
        .containsExactly(true, false);
    assertThat(bob.read(history).get("a")).isEqualTo(text("two"));
    assertThat(End.digests(bob.read(old)))
        .isEqualTo(End.digests(Map.of("a", text("one"), "b", text("bee"))));
    assertThat(bob.read(single)).containsOnlyKeys("b");
  }

  private List<Version> versions(String path) {
    try (Stream<Version> all =
        bob.store().versions().walk(bob.bucket(), bob.key(path), Optional.empty())) {
      return all.toList();
    }
  }
}

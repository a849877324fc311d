package io.windlass.objectstore;

import static io.windlass.objectstore.ObjectStoreContract.failure;
import static io.windlass.objectstore.ObjectStoreContract.random;
import static io.windlass.objectstore.ObjectStoreContract.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.windlass.objectstore.ObjectStore.ByteRange;
import io.windlass.objectstore.ObjectStore.ObjectContent;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectStore.Written;
import io.windlass.testing.S3TestStore.Capability;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Writing, reading and copying of whole objects. */
interface ContentContract extends StoreGround {
  int MIB = 1 << 20;

  @Test
  default void whatIsWrittenIsReadBackWithItsFacts() throws IOException {
    ObjectId id = id("facts");
    Written written =
        store()
            .put(
                id,
                new WriteOptions(
                    Optional.of("text/csv"),
                    Map.of("colour", "green", "empty-ish", "x"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false),
                text("a,b\n"));
    ObjectFacts facts = store().head(id);
    assertThat(facts.size()).isEqualTo(4);
    assertThat(facts.etag()).isEqualTo(written.etag()).doesNotContain("\"");
    assertThat(facts.contentType()).contains("text/csv");
    assertThat(facts.metadata()).containsEntry("colour", "green").hasSize(2);
    assertThat(facts.storageClass()).isEqualTo("STANDARD");
    assertThat(facts.lastModified())
        .isBetween(Instant.now().minusSeconds(120), Instant.now().plusSeconds(120));
    try (ObjectContent content = store().get(id, Optional.empty(), Optional.empty())) {
      assertThat(content.facts())
          .usingRecursiveComparison()
          .ignoringFields("checksum") // stores that know it tell it with the bytes
          .isEqualTo(facts);
      assertThat(content.stream().readAllBytes()).isEqualTo("a,b\n".getBytes(UTF_8));
    }
  }

  @Test
  default void emptyObjectsAreObjects() throws IOException {
    ObjectId id = id("empty");
    store().put(id, WriteOptions.NONE, Body.of(new byte[0]));
    assertThat(store().head(id).size()).isZero();
    assertThat(read(id)).isEmpty();
  }

  @Test
  default void largeBodiesComeBackBitForBit() throws IOException {
    byte[] bytes = random(9 * MIB + 17);
    ObjectId id = id("large");
    store().put(id, WriteOptions.NONE, Body.of(bytes));
    assertThat(read(id)).isEqualTo(bytes);
  }

  /** A body of bytes whose source tells an MD5 of them. */
  private static Body told(byte[] bytes, byte[] ofOthers) {
    Body plain = Body.of(bytes);
    return new Body() {
      @Override
      public long length() {
        return plain.length();
      }

      @Override
      public InputStream open() throws IOException {
        return plain.open();
      }

      @Override
      public Optional<String> told() {
        return Optional.of(HexFormat.of().formatHex(ObjectTransfers.md5().digest(ofOthers)));
      }
    };
  }

  @Test
  default void whatSourcesTellOfLargeBodiesMayStandForThemAndNeedNotBeTrue() throws IOException {
    byte[] bytes = random(MIB);
    ObjectId id = id("told");
    assertThat(store().put(id, WriteOptions.NONE, told(bytes, bytes)).etag())
        .isEqualTo(store().head(id).etag());
    assertThat(read(id)).isEqualTo(bytes);
    byte[] others = random(MIB - 1);
    ObjectId untold = id("told otherwise");
    store().put(untold, WriteOptions.NONE, told(others, bytes));
    assertThat(read(untold)).isEqualTo(others);
  }

  @Test
  default void rangesAreExactAndTellTheWholeSize() throws IOException {
    byte[] bytes = random(1000);
    ObjectId id = id("ranged");
    store().put(id, WriteOptions.NONE, Body.of(bytes));
    try (ObjectContent part =
        store().get(id, Optional.of(new ByteRange(10, 19)), Optional.empty())) {
      assertThat(part.stream().readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 10, 20));
      assertThat(part.facts().size()).isEqualTo(1000);
    }
    try (ObjectContent end =
        store().get(id, Optional.of(new ByteRange(990, 5000)), Optional.empty())) {
      assertThat(end.stream().readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 990, 1000));
    }
    assertThat(
            failure(
                () -> store().get(id, Optional.of(new ByteRange(1000, 1001)), Optional.empty())))
        .isInstanceOf(StoreFailure.Refused.class);
  }

  @Test
  default void readingIsPinnedToAnEtag() throws IOException {
    ObjectId id = id("pinned");
    Written first = store().put(id, WriteOptions.NONE, text("one"));
    try (ObjectContent content = store().get(id, Optional.empty(), Optional.of(first.etag()))) {
      assertThat(content.stream().readAllBytes()).isEqualTo("one".getBytes(UTF_8));
    }
    store().put(id, WriteOptions.NONE, text("two"));
    assertThat(failure(() -> store().get(id, Optional.empty(), Optional.of(first.etag()))))
        .isInstanceOf(StoreFailure.PreconditionFailed.class);
  }

  @Test
  default void writingOnlyIfAbsentNeverReplaces() throws IOException {
    assumeTrue(can(Capability.PUT_IF_ABSENT));
    ObjectId id = id("once");
    WriteOptions once = WriteOptions.NONE.ifAbsent();
    store().put(id, once, text("first"));
    assertThat(failure(() -> store().put(id, once, text("second"))))
        .isInstanceOf(StoreFailure.PreconditionFailed.class);
    assertThat(read(id)).isEqualTo("first".getBytes(UTF_8));
  }

  @Test
  default void writingIfMatchReplacesThatObjectAndNoOther() throws IOException {
    assumeTrue(can(Capability.PUT_IF_MATCH));
    ObjectId id = id("replaced");
    Written first = store().put(id, WriteOptions.NONE, text("first"));
    WriteOptions inItsPlace = WriteOptions.NONE.ifMatch(first.etag());
    store().put(id, inItsPlace, text("second"));
    assertThat(failure(() -> store().put(id, inItsPlace, text("third"))))
        .isInstanceOf(StoreFailure.PreconditionFailed.class);
    assertThat(read(id)).isEqualTo("second".getBytes(UTF_8));
    store().delete(id);
    failure(() -> store().put(id, inItsPlace, text("fourth")));
    assertThat(failure(() -> store().head(id))).isInstanceOf(StoreFailure.NoSuchObject.class);
  }

  @Test
  default void copyingIsPinnedToAnEtag() {
    assumeTrue(can(Capability.COPY_IF_MATCH));
    ObjectId source = id("pinned-source");
    ObjectId target = id("pinned-target");
    Written first = store().put(source, WriteOptions.NONE, text("one"));
    store().put(source, WriteOptions.NONE, text("two"));
    assertThat(
            failure(
                () -> store().copy(source, Optional.of(first.etag()), target, WriteOptions.NONE)))
        .isInstanceOf(StoreFailure.PreconditionFailed.class);
    assertThat(failure(() -> store().head(target))).isInstanceOf(StoreFailure.NoSuchObject.class);
  }

  @Test
  default void copyingAnObjectOntoItselfReplacesItsMetadata() throws IOException {
    ObjectId id = id("relabelled");
    Written first =
        store()
            .put(
                id,
                WriteOptions.NONE.withContentType("text/csv").withMetadata(Map.of("mode", "1")),
                text("kept"));
    Written second =
        store()
            .copy(
                id,
                Optional.of(first.etag()),
                id,
                WriteOptions.NONE.withContentType("text/csv").withMetadata(Map.of("mode", "2")));
    ObjectFacts facts = store().head(id);
    assertThat(facts.metadata()).isEqualTo(Map.of("mode", "2"));
    assertThat(facts.contentType()).contains("text/csv");
    assertThat(facts.etag()).isEqualTo(second.etag()).isEqualTo(first.etag());
    assertThat(read(id)).isEqualTo("kept".getBytes(UTF_8));
  }

  @Test
  default void missingObjectsAreNamedInTheFailure() {
    ObjectId id = id("missing");
    assertThat(failure(() -> store().head(id))).isInstanceOf(StoreFailure.NoSuchObject.class);
    assertThat(failure(() -> store().get(id, Optional.empty(), Optional.empty())))
        .isInstanceOfSatisfying(
            StoreFailure.NoSuchObject.class, f -> assertThat(f.id()).isEqualTo(id));
  }

  @Test
  default void unreadRestsOfObjectsDoNotBlockTheStore() throws IOException {
    ObjectId id = id("abandoned");
    store().put(id, WriteOptions.NONE, Body.of(random(4 * MIB)));
    for (int i = 0; i < 300; i++) { // more than there are connections
      try (ObjectContent content = store().get(id, Optional.empty(), Optional.empty())) {
        assertThat(content.stream().read()).isNotNegative();
      }
    }
  }

  @Test
  default void copiesKeepContentTypeAndMetadata() throws IOException {
    ObjectId source = id("copy/source");
    store()
        .put(
            source,
            WriteOptions.NONE.withContentType("text/x-thing").withMetadata(Map.of("k", "v")),
            text("copied"));
    ObjectId target = id("copy/target");
    store().copy(source, target, WriteOptions.NONE);
    assertThat(read(target)).isEqualTo("copied".getBytes(UTF_8));
    ObjectFacts facts = store().head(target);
    assertThat(facts.contentType()).contains("text/x-thing");
    assertThat(facts.metadata()).containsEntry("k", "v");
  }

  @Test
  default void copiesOfMissingObjectsFail() {
    assertThat(failure(() -> store().copy(id("copy/none"), id("copy/no"), WriteOptions.NONE)))
        .isInstanceOf(StoreFailure.NoSuchObject.class);
  }
}

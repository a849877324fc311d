package io.windlass.objectstore;

import static io.windlass.objectstore.ObjectStoreContract.keys;
import static io.windlass.objectstore.ObjectStoreContract.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectStore.Written;
import io.windlass.testing.S3TestStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Listings in pages, and walks. */
interface ListingContract extends StoreGround {
  @Test
  default void listingsComeInPagesInOrderOfTheBytesOfKeys() {
    String own = listed(IntStream.range(0, 25).mapToObj(i -> "p/%02d".formatted(i)).toList());
    List<String> seen = new ArrayList<>();
    Optional<Listing.Request> next =
        Optional.of(
            new Listing.Request(
                own, "p/", Optional.empty(), Optional.empty(), Optional.empty(), 10));
    int pages = 0;
    while (next.isPresent()) {
      Listing page = store().list(next.get());
      page.objects().forEach(entry -> seen.add(entry.key()));
      next = page.continuation().map(next.get()::continuing);
      pages++;
    }
    assertThat(pages).isEqualTo(3);
    assertThat(seen).hasSize(25).isSorted().doesNotHaveDuplicates();
  }

  @Test
  default void aStoreWithoutArchivesIsAskedForRestoresInVain() {
    String own = listed(List.of("a"));
    assertThat(store().list(Listing.Request.below(own, "").asking(true)).objects())
        .singleElement()
        .satisfies(entry -> assertThat(entry.restore()).isEmpty());
  }

  @Test
  default void listingsRollUpAtTheDelimiter() {
    String own = listed(List.of("a/1", "a/2", "b", "c/x/1", "c/y/1", "d/"));
    Listing top = store().list(delimited(own, ""));
    assertThat(top.commonPrefixes()).containsExactly("a/", "c/", "d/");
    assertThat(top.objects()).extracting(Listing.Entry::key).containsExactly("b");
    Listing below = store().list(delimited(own, "c/"));
    assertThat(below.commonPrefixes()).containsExactly("c/x/", "c/y/");
    Listing marker = store().list(delimited(own, "d/"));
    assertThat(marker.objects()).extracting(Listing.Entry::key).containsExactly("d/");
  }

  @Test
  default void pagesOfRolledUpPrefixesMissNothing() {
    String own =
        listed(
            IntStream.range(0, 12)
                .boxed()
                .flatMap(i ->
                    Stream.of(
                        "d%02d/x".formatted(i), "d%02d/y".formatted(i), "d%02d.txt".formatted(i)))
                .toList());
    List<String> seen = new ArrayList<>();
    Optional<Listing.Request> next =
        Optional.of(
            new Listing.Request(own, "", Optional.of("/"), Optional.empty(), Optional.empty(), 5));
    while (next.isPresent()) {
      Listing page = store().list(next.get());
      page.objects().forEach(entry -> seen.add(entry.key()));
      seen.addAll(page.commonPrefixes());
      next = page.continuation().map(next.get()::continuing);
    }
    assertThat(seen).hasSize(24).doesNotHaveDuplicates();
  }

  @Test
  default void prefixesAreTextNotDirectories() {
    String own = listed(List.of("ab", "ab/c", "abc", "b"));
    assertThat(keys(store().walk(own, "ab", Optional.empty())))
        .containsExactly("ab", "ab/c", "abc");
    assertThat(keys(store().walk(own, "ab/", Optional.empty()))).containsExactly("ab/c");
    assertThat(keys(store().walk(own, "none/", Optional.empty()))).isEmpty();
  }

  @Test
  default void walksStartBehindAKey() {
    String own = listed(List.of("a", "a/b", "a0", "b", "c"));
    assertThat(keys(store().walk(own, "", Optional.of("a/b")))).containsExactly("a0", "b", "c");
    assertThat(keys(store().walk(own, "", Optional.of("aa")))).containsExactly("b", "c");
  }

  @Test
  default void listedEntriesHaveSizeEtagAndTime() {
    ObjectId id = id("entry/one");
    Written written = store().put(id, WriteOptions.NONE, text("12345"));
    Listing.Entry entry =
        store().list(Listing.Request.below(bucket(), "entry/")).objects().getFirst();
    assertThat(entry.size()).isEqualTo(5);
    assertThat(entry.etag()).isEqualTo(written.etag());
    assertThat(entry.storageClass()).isEqualTo("STANDARD");
    assertThat(Duration.between(entry.lastModified(), store().head(id).lastModified()).abs())
        .isLessThan(Duration.ofSeconds(2));
  }

  private String listed(List<String> names) {
    String own = S3TestStore.uniqueBucket("listed");
    store().createBucket(own);
    names.forEach(key -> store().put(ObjectId.of(own, key), WriteOptions.NONE, text("x")));
    return own;
  }

  private static Listing.Request delimited(String own, String prefix) {
    return new Listing.Request(
        own, prefix, Optional.of("/"), Optional.empty(), Optional.empty(), 1000);
  }
}

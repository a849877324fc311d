package io.windlass.transfer.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.testing.S3TestStore;
import io.windlass.testing.S3TestStore.Account;
import io.windlass.transfer.collection.Browser.PresignedAccess;
import io.windlass.transfer.collection.Item.Origin;
import io.windlass.transfer.collection.Storage.Doomed;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What collections of buckets promise besides. */
abstract class BucketStorageContract extends StorageContract {
  private CollectionLab lab;
  private ObjectStore store;
  private Collection its;

  abstract S3TestStore backing();

  /** Whose buckets. */
  abstract Account account();

  @BeforeAll
  void openLab() {
    lab = new CollectionLab();
    store = lab.store(backing(), account());
    its = lab.buckets(backing(), account());
  }

  @AfterAll
  void closeLab() {
    lab.close();
  }

  @Override
  CollectionLab lab() {
    return lab;
  }

  @Override
  Collection collection() {
    return its;
  }

  final String bucket() {
    return base.substring(1);
  }

  @Override
  String emptyDirectory() {
    String bucket = S3TestStore.uniqueBucket("collection");
    store.createBucket(bucket);
    return "/" + bucket;
  }

  @Override
  void write(String path, String content) {
    int slash = path.indexOf('/', 1);
    store.put(
        ObjectId.of(path.substring(1, slash), path.substring(slash + 1)),
        WriteOptions.NONE,
        Body.of(bytes(content)));
  }

  @Test
  @Promise("R1")
  void theRootShowsBucketsByTheirOrigin() {
    String other = S3TestStore.uniqueBucket("pinned");
    lab.collections.update(
        its.id(),
        new Collection.Settings(
            Optional.empty(), Optional.empty(), List.of("configured-one"), false));
    lab.collections.pin(its.id(), CollectionLab.USER, other, true);
    try (Storage opened = lab.open(lab.collections.find(its.id()).orElseThrow())) {
      List<Item> root = opened.list("/", Optional.empty()).toList();
      assertThat(origin(root, bucket())).contains(Origin.OWNED);
      assertThat(origin(root, "configured-one")).contains(Origin.CONFIGURED);
      assertThat(origin(root, other)).contains(Origin.PINNED);
      assertThat(root).isSortedAccordingTo(Keys.ORDER);
    } finally {
      lab.collections.pin(its.id(), CollectionLab.USER, other, false);
      lab.collections.update(its.id(), Collection.Settings.NONE);
    }
  }

  private static Optional<Origin> origin(List<Item> root, String bucket) {
    return root.stream()
        .filter(item -> item.name().equals(bucket))
        .findFirst()
        .flatMap(Item::origin);
  }

  @Test
  void aBucketThatIsNotThereIsCalledSo() {
    assertProblem("path_not_found", () -> storage.stat("/no-such-bucket-anywhere"));
    assertProblem("path_not_found", () -> list("/no-such-bucket-anywhere", Optional.empty()));
    assertProblem("path_not_found", () -> walk("/no-such-bucket-anywhere/x/", Optional.empty()));
    assertProblem("path_not_found", () -> walk("/no-such-bucket-anywhere", Optional.empty()));
    assertProblem("path_not_found", () -> storage.makeDirectory("/no-such-bucket-anywhere/x"));
  }

  @Test
  @Promise("P7")
  void nothingIsWrittenBesideTheBuckets() {
    BucketStorage buckets = (BucketStorage) storage;
    assertProblem("root_not_writable", () -> buckets.at("/"));
    assertProblem("not_an_object", () -> buckets.at(base));
    assertProblem("root_not_writable", () -> storage.makeDirectory("/"));
    assertProblem("root_not_writable", () -> storage.makeDirectory("/no-such-bucket-anywhere"));
    assertThat(storage.makeDirectory(base)).isFalse();
  }

  @Test
  @Promise({"P2", "P5"})
  void aKeyIsLetterForLetterWhatStandsBehindTheBucket() {
    if (!backing().can(S3TestStore.Capability.EVERY_KEY)) {
      return;
    }
    List<String> keys = List.of("/x", "a//b", "a/../b", "./c", "d/ ", "%2e%2e/e", "a/", "a");
    for (String key : keys) {
      write(base + "/" + key, "");
    }
    assertThat(walk(base, Optional.empty())).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(list(base, Optional.empty()))
        .containsExactlyInAnyOrder("/", "a", "a/", "./", "d/", "%2e%2e/");
    assertThat(list(base + "//", Optional.empty())).containsExactly("x");
    assertThat(list(base + "/a/", Optional.empty())).containsExactly("../", "/");
    assertThat(list(base + "/a//", Optional.empty())).containsExactly("b");
    assertThat(storage.stat(base + "/a/../b").type()).isEqualTo(Item.Type.FILE);
    assertThat(storage.stat(base + "/a").type()).isEqualTo(Item.Type.FILE);
    assertThat(storage.stat(base + "/a/").type()).isEqualTo(Item.Type.DIRECTORY);
    storage.delete(keys.stream().map(key -> new Doomed(base + "/" + key, false)).toList());
    assertThat(walk(base, Optional.empty())).isEmpty();
  }

  @Test
  @Promise("P6")
  void aMarkerWithContentIsAFileThatNothingLoses() {
    write(at("dir/"), "content");
    write(at("dir/x"), "");
    assertThat(walk(base, Optional.empty())).containsExactly("dir/", "dir/x");
    try (var walk = storage.walk(at("dir"), Optional.empty(), Storage.Links.SHOW)) {
      assertThat(walk.toList())
          .first()
          .isInstanceOfSatisfying(
              Storage.Walked.Found.class,
              found -> {
                assertThat(found.item().name()).isEmpty();
                assertThat(found.item().type()).isEqualTo(Item.Type.FILE);
                assertThat(found.item().size()).isEqualTo(7);
              });
    }
    storage.rename(at("dir"), at("new"), 10);
    assertThat(walk(base, Optional.empty())).containsExactly("new/", "new/x");
  }

  @Test
  void aWalkOfTheRootEntersEveryBucket() {
    write(at("a/b"), "");
    String found = bucket() + "/";
    String before = found.substring(0, found.length() - 2);
    assertThat(some("/", before, 2)).containsExactly(found, found + "a/b");
    assertThat(some("/", found, 1)).containsExactly(found + "a/b");
    assertThat(some("/", found + "a/b", 1)).doesNotContain(found, found + "a/b");
  }

  /** The first ones only: the store may have very many buckets of other tests. */
  private List<String> some(String path, String after, int most) {
    try (var walk = storage.walk(path, Optional.of(after), Storage.Links.SHOW)) {
      return walk.limit(most).map(Storage.Walked::sortKey).toList();
    }
  }

  @Test
  @Promise("C2")
  void aRenameOfTooManyKeysIsRefusedBeforeAnythingIsCopied() {
    IntStream.range(0, 4).forEach(i -> write(at("dir/" + i), ""));
    assertProblem("directory_too_large", () -> storage.rename(at("dir"), at("new"), 3));
    assertThat(walk(base, Optional.empty())).containsExactly("dir/0", "dir/1", "dir/2", "dir/3");
  }

  @Test
  void aListingOfManyPagesOfTheStoreIsWhole() {
    IntStream.range(0, 1003)
        .parallel()
        .forEach(i -> write(at("dir/%04d%s".formatted(i, i % 2 == 0 ? "" : "/x")), ""));
    List<String> all = list(at("dir"), Optional.empty());
    assertThat(all).hasSize(1003).isSorted();
    assertThat(list(at("dir"), Optional.of("0501/"))).isEqualTo(all.subList(502, 1003));
  }

  @Test
  @Promise("B3")
  void aLinkLetsWhoeverHasItReadOrWriteOneObject() throws Exception {
    Browser browser = lab.browser;
    Duration lifetime = Duration.ofMinutes(5);
    ObjectStore.Presigned put =
        browser.presign(its, CollectionLab.USER, at("linked"), PresignedAccess.PUT, lifetime);
    assertThat(send(put, "hello").statusCode()).isEqualTo(200);
    ObjectStore.Presigned get =
        browser.presign(its, CollectionLab.USER, at("linked"), PresignedAccess.GET, lifetime);
    assertThat(send(get, "").body()).isEqualTo("hello");
    assertProblem(
        "not_an_object",
        () -> browser.presign(its, CollectionLab.USER, base, PresignedAccess.GET, lifetime));
    assertProblem(
        "invalid_lifetime",
        () ->
            browser.presign(
                its, CollectionLab.USER, at("x"), PresignedAccess.GET, Duration.ofDays(8)));
  }

  private static HttpResponse<String> send(ObjectStore.Presigned request, String body)
      throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI target = request.url();
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(target)
              .method(
                  request.method(),
                  body.isEmpty()
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(body));
      request
          .headers()
          .forEach((name, value) -> {
            if (!name.equalsIgnoreCase("host")) {
              builder.header(name, value);
            }
          });
      return http.send(builder.build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}

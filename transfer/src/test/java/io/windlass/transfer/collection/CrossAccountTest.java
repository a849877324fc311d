package io.windlass.transfer.collection;

import static io.windlass.transfer.collection.StorageContract.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.connection.policy.PolicyUse;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.store.Grant;
import io.windlass.testing.CephStore;
import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore;
import io.windlass.transfer.collection.Storage.Doomed;
import io.windlass.transfer.collection.Storage.Links;
import io.windlass.transfer.collection.Storage.NotDeleted;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Buckets of others, with the rights of the printed policies and no more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrossAccountTest {
  private final CephStore ceph = CephStore.shared();
  private final CollectionLab lab = new CollectionLab();
  private String bucket;
  private Collection alices;

  @BeforeEach
  void open() {
    bucket = S3TestStore.uniqueBucket("bobs");
    ObjectStore bobs = lab.store(ceph, ceph.bob());
    bobs.createBucket(bucket);
    for (String key : List.of("shared/a", "shared/b/c", "private/x")) {
      bobs.put(ObjectId.of(bucket, key), WriteOptions.NONE, Body.of(new byte[3]));
    }
    alices = lab.buckets(ceph, ceph.alice());
  }

  @AfterAll
  void close() {
    lab.close();
  }

  private void grant(PolicyUse use) {
    CephBuckets.grant(ceph, ceph.bob(), bucket, "alice", use, "");
  }

  @Test
  @Promise("R2")
  void aBucketOfAnotherAccountIsNotShownAndReachedByTyping() {
    grant(PolicyUse.CROSS_ACCOUNT);
    try (Storage storage = lab.open(alices)) {
      assertThat(storage.list("/", Optional.empty())).extracting(Item::name).doesNotContain(bucket);
      assertThat(storage.list("/" + bucket, Optional.empty()))
          .extracting(Item::sortKey)
          .containsExactly("private/", "shared/");
      assertThat(storage.stat("/" + bucket + "/shared/a").size()).isEqualTo(3);
      try (var walk = storage.walk("/" + bucket + "/shared", Optional.empty(), Links.SHOW)) {
        assertThat(walk).extracting(Storage.Walked::sortKey).containsExactly("a", "b/c");
      }
      assertThat(storage.makeDirectory("/" + bucket + "/made")).isTrue();
      storage.rename("/" + bucket + "/shared/a", "/" + bucket + "/made/a", 10);
      assertThat(storage.delete(List.of(new Doomed("/" + bucket + "/made/a", false)))).isEmpty();
    }
  }

  @Test
  @Promise("C3")
  void whatTheStoreDeniesIsSaidInItsWords() {
    try (Storage storage = lab.open(alices)) {
      assertProblem("store_denied", () -> storage.list("/" + bucket, Optional.empty()));
      assertProblem("store_denied", () -> storage.stat("/" + bucket + "/shared/a"));
    }
    grant(PolicyUse.READ_ONLY);
    try (Storage storage = lab.open(alices)) {
      assertThat(storage.stat("/" + bucket + "/shared/a").size()).isEqualTo(3);
      assertProblem("store_denied", () -> storage.makeDirectory("/" + bucket + "/made"));
      assertThat(storage.delete(List.of(new Doomed("/" + bucket + "/shared/a", false))))
          .extracting(NotDeleted::problem)
          .extracting(problem -> problem.code())
          .containsExactly("store_denied");
      assertThat(storage.stat("/" + bucket + "/shared/a").size()).isEqualTo(3);
    }
  }

  @Test
  @Promise("C3")
  void whereDeletionIsDeniedRenamingIsSaidNotToWork() {
    grant(PolicyUse.NO_DELETE);
    Browser browser = lab.browser;
    String path = "/" + bucket + "/shared";
    assertThat(browser.renames(alices, CollectionLab.USER, path)).isTrue();
    assertProblem(
        "store_denied",
        () -> browser.rename(alices, CollectionLab.USER, path + "/a", path + "/new"));
    assertThat(browser.stat(alices, CollectionLab.USER, path + "/a").size()).isEqualTo(3);
    assertThat(browser.renames(alices, CollectionLab.USER, path)).isFalse();
    assertThat(browser.renames(alices, CollectionLab.USER, "/another-bucket/x")).isTrue();
  }

  @Test
  @Promise("R2")
  void whereTheListOfBucketsIsDeniedTheRootShowsWhatIsConfigured() {
    try (InProcessStore store = InProcessStore.start()) {
      S3TestStore.Account scoped = store.scoped("one-bucket", "part/", Grant.Access.READ_ONLY);
      lab.store(store, store.owner()).createBucket("one-bucket");
      Collection collection = lab.buckets(store, scoped);
      try (Storage storage = lab.open(collection)) {
        assertThat(storage.list("/", Optional.empty())).isEmpty();
      }
      lab.collections.pin(collection.id(), CollectionLab.USER, "one-bucket", true);
      try (Storage storage = lab.open(collection)) {
        assertThat(storage.list("/", Optional.empty()))
            .extracting(Item::name)
            .containsExactly("one-bucket");
        assertThat(storage.list("/one-bucket/part/", Optional.of(""))).isEmpty();
      }
    }
  }
}

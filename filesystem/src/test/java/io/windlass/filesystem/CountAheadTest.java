package io.windlass.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.S3ObjectStores;
import io.windlass.objectstore.Signing;
import io.windlass.objectstore.StoreAddress;
import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CountAheadTest {
  @Test
  void whatIsListedBehindAKeyIsCounted() {
    try (InProcessStore backing = InProcessStore.start();
        ObjectStore store =
            new S3ObjectStores()
                .open(
                    StoreAddress.at(backing.endpoint(), backing.region()),
                    new Signing.Keys(
                        backing.owner().accessKeyId(),
                        backing.owner().secretAccessKey(),
                        Optional.empty()))) {
      String bucket = S3TestStore.uniqueBucket("count");
      store.createBucket(bucket);
      for (String key : new String[] {"p/a", "p/b", "p/c", "q/d"}) {
        store.put(ObjectId.of(bucket, key), WriteOptions.NONE, Body.of(new byte[1]));
      }
      assertCounts(store, bucket, Optional.empty(), 3);
      assertCounts(store, bucket, Optional.of("p/a"), 2);
      try (CountAhead none = CountAhead.ofKeys(store, "no-" + bucket, "p/", Optional.empty())) {
        assertThat(none.total()).isEmpty();
      }
    }
  }

  private static void assertCounts(
      ObjectStore store, String bucket, Optional<String> after, long expected) {
    try (CountAhead count = CountAhead.ofKeys(store, bucket, "p/", after)) {
      await().untilAsserted(() -> assertThat(count.total()).hasValue(expected));
    }
  }

  @Test
  void theTotalIsWhatIsExpectedUntilMoreIsDone() {
    assertThat(new TaskProgress(3, 1, 10, 0).counts().total()).isEqualTo(10);
    assertThat(new TaskProgress(30, 1, 10, 0).counts().total()).isEqualTo(31);
    assertThat(new TaskProgress(3, 1, 0, 0).counts().total()).isEqualTo(4);
  }
}

package io.windlass.transfer.collection;

import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.StoreAddress;
import java.util.Optional;

/** A reach whose stores have their requests counted. */
record CountedReach(BucketReach reach, RequestCount count) implements BucketReach {
  @Override
  public StoreAddress address() {
    return reach.address();
  }

  @Override
  public ObjectStore root() {
    return count.of(reach.root());
  }

  @Override
  public ObjectStore store(String bucket, String key) {
    return count.of(reach.store(bucket, key));
  }

  @Override
  public Optional<String> credential(String bucket, String key) {
    return reach.credential(bucket, key);
  }

  @Override
  public boolean awaitsCredentials(WindlassException failure) {
    return reach.awaitsCredentials(failure);
  }
}

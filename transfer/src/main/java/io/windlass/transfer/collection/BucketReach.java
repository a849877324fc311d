package io.windlass.transfer.collection;

import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.StoreAddress;
import java.util.Optional;

/** How the buckets of a connection are reached: which store with which keys. Thread-safe. */
interface BucketReach {
  /** Where the connection's store is. */
  StoreAddress address();

  /** What lists buckets. */
  ObjectStore root();

  /** What reaches a key, or what is below it: in the bucket's region. */
  ObjectStore store(String bucket, String key);

  /** Which credentials of the requester sign for a key; absent: the connection's own. */
  Optional<String> credential(String bucket, String key);

  /** As {@link Storage#awaitsCredentials}. */
  boolean awaitsCredentials(WindlassException failure);

  /** A bucket for the root. */
  record Known(String bucket, Item.Origin origin) {}
}

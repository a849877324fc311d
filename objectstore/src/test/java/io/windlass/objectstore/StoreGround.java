package io.windlass.objectstore;

import io.windlass.objectstore.ObjectStore.ObjectContent;
import io.windlass.testing.S3TestStore.Capability;
import java.io.IOException;
import java.util.Optional;

/** What the parts of {@link ObjectStoreContract} stand on. */
interface StoreGround {
  /** The store that is held to the contract, as its owner. */
  ObjectStore store();

  /** A bucket of it. */
  String bucket();

  /** Whether what is behind it can do something that not every store can. */
  boolean can(Capability capability);

  /** An object of the bucket. */
  default ObjectId id(String key) {
    return ObjectId.of(bucket(), key);
  }

  /** All bytes of an object. */
  default byte[] read(ObjectId id) throws IOException {
    try (ObjectContent content = store().get(id, Optional.empty(), Optional.empty())) {
      return content.stream().readAllBytes();
    }
  }
}

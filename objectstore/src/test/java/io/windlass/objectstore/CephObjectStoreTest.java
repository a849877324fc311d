package io.windlass.objectstore;

import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore;

/** The contract against Ceph RGW. */
class CephObjectStoreTest extends ObjectStoreContract {
  @Override
  S3TestStore backing() {
    return CephStore.shared();
  }
}

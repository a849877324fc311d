package io.windlass.objectstore;

import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore;

/** The contract against Ceph RGW. */
class CephObjectPropertiesTest extends ObjectPropertiesContract {
  @Override
  S3TestStore backing() {
    return CephStore.shared();
  }
}

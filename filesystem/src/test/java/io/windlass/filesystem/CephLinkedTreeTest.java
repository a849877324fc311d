package io.windlass.filesystem;

import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore;

class CephLinkedTreeTest extends LinkedTreeContract {
  @Override
  S3TestStore backing() {
    return CephStore.shared();
  }
}

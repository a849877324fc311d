package io.windlass.filesystem.imports;

import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore;

/** The contract with content that is fetched at import, against Ceph RGW. */
class CephEagerImportTest extends ImportContract {

  @Override
  S3TestStore backing() {
    return CephStore.shared();
  }

  @Override
  Ground ground() {
    return Ground.eager(backing());
  }

  @Override
  boolean readable() {
    return true;
  }
}

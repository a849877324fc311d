package io.windlass.filesystem.imports;

import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore;

/** The contract with stubs, against Ceph RGW. */
class CephStubImportTest extends ImportContract {

  @Override
  S3TestStore backing() {
    return CephStore.shared();
  }

  @Override
  Ground ground() {
    return Ground.ofStubs(backing());
  }

  @Override
  boolean readable() {
    return false;
  }
}

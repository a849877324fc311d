package io.windlass.filesystem.imports;

import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore;

/** Reconciling with Ceph RGW. */
class CephReconcileTest extends ReconcileContract {

  @Override
  S3TestStore backing() {
    return CephStore.shared();
  }
}

package io.windlass.filesystem.exports;

import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore;

/** The contract against Ceph RGW. */
class CephExporterTest extends ExporterContract {
  @Override
  S3TestStore backing() {
    return CephStore.shared();
  }
}

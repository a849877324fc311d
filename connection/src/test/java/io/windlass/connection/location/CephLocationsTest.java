package io.windlass.connection.location;

import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore;

class CephLocationsTest extends LocationsContract {
  @Override
  S3TestStore backing() {
    return CephStore.shared();
  }
}

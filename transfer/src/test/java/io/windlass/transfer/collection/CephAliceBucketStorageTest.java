package io.windlass.transfer.collection;

import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore;
import io.windlass.testing.S3TestStore.Account;

class CephAliceBucketStorageTest extends BucketStorageContract {
  @Override
  S3TestStore backing() {
    return CephStore.shared();
  }

  @Override
  Account account() {
    return CephStore.shared().alice();
  }
}

package io.windlass.transfer.collection;

import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore;
import io.windlass.testing.S3TestStore.Account;
import org.junit.jupiter.api.AfterAll;

class InProcessBucketStorageTest extends BucketStorageContract {
  private final InProcessStore backing = InProcessStore.start();

  @Override
  S3TestStore backing() {
    return backing;
  }

  @Override
  Account account() {
    return backing.owner();
  }

  @AfterAll
  void closeStore() {
    backing.close();
  }
}

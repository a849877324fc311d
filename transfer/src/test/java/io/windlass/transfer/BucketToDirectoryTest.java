package io.windlass.transfer;

import io.windlass.testing.InProcessStore;
import org.junit.jupiter.api.AfterAll;

class BucketToDirectoryTest extends PairContract {
  private final InProcessStore store = InProcessStore.start();

  @Override
  End source(TransferLab lab) {
    return End.bucket(lab.collections, store, store.owner());
  }

  @Override
  End destination(TransferLab lab, End source) {
    return End.directory(lab.collections);
  }

  @AfterAll
  void stop() {
    store.close();
  }
}

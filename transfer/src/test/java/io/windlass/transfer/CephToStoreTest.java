package io.windlass.transfer;

import io.windlass.testing.CephStore;
import io.windlass.testing.InProcessStore;
import org.junit.jupiter.api.AfterAll;

class CephToStoreTest extends PairContract {
  private final InProcessStore store = InProcessStore.start();

  @Override
  End source(TransferLab lab) {
    return End.bucket(lab.collections, CephStore.shared(), CephStore.shared().alice());
  }

  @Override
  End destination(TransferLab lab, End source) {
    return End.bucket(lab.collections, store, store.owner());
  }

  @AfterAll
  void stop() {
    store.close();
  }
}

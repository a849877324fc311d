package io.windlass.transfer;

import io.windlass.testing.InProcessStore;
import org.junit.jupiter.api.AfterAll;

class DirectoryToDirectoryTest extends PairContract {
  private final InProcessStore store = InProcessStore.start();

  @Override
  End source(TransferLab lab) {
    return End.directory(lab.collections);
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

package io.windlass.filesystem;

import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore;
import org.junit.jupiter.api.AfterAll;

class InProcessLinkedTreeTest extends LinkedTreeContract {
  private final InProcessStore backing = InProcessStore.start();

  @Override
  S3TestStore backing() {
    return backing;
  }

  @AfterAll
  void closeStore() {
    backing.close();
  }
}

package io.windlass.filesystem.imports;

import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore;
import org.junit.jupiter.api.AfterAll;

/** The contract with stubs, against the embedded store. */
class InProcessStubImportTest extends ImportContract {
  private final InProcessStore backing = InProcessStore.start();

  @Override
  S3TestStore backing() {
    return backing;
  }

  @Override
  Ground ground() {
    return Ground.ofStubs(backing());
  }

  @Override
  boolean readable() {
    return false;
  }

  @AfterAll
  void stop() {
    backing.close();
  }
}

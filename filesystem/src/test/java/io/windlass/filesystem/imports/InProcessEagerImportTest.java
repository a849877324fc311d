package io.windlass.filesystem.imports;

import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore;
import org.junit.jupiter.api.AfterAll;

/** The contract with content that is fetched at import, against the embedded store. */
class InProcessEagerImportTest extends ImportContract {
  private final InProcessStore backing = InProcessStore.start();

  @Override
  S3TestStore backing() {
    return backing;
  }

  @Override
  Ground ground() {
    return Ground.eager(backing());
  }

  @Override
  boolean readable() {
    return true;
  }

  @AfterAll
  void stop() {
    backing.close();
  }
}

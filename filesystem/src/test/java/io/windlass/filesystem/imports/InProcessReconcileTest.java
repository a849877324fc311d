package io.windlass.filesystem.imports;

import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore;
import org.junit.jupiter.api.AfterAll;

/** Reconciling with the embedded store. */
class InProcessReconcileTest extends ReconcileContract {
  private final InProcessStore backing = InProcessStore.start();

  @Override
  S3TestStore backing() {
    return backing;
  }

  @AfterAll
  void stop() {
    backing.close();
  }
}

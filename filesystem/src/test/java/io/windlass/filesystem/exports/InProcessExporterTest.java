package io.windlass.filesystem.exports;

import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore;
import org.junit.jupiter.api.AfterAll;

/** The contract against the embedded store. */
class InProcessExporterTest extends ExporterContract {
  private static final InProcessStore BACKING = InProcessStore.start();

  @Override
  S3TestStore backing() {
    return BACKING;
  }

  @AfterAll
  static void stop() {
    BACKING.close();
  }
}

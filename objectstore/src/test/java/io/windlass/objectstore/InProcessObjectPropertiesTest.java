package io.windlass.objectstore;

import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore;
import org.junit.jupiter.api.AfterAll;

/** The contract against the embedded store. */
class InProcessObjectPropertiesTest extends ObjectPropertiesContract {
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

package io.windlass.objectstore;

import io.windlass.objectstore.StoreAddress.ChecksumMode;
import java.util.Optional;

/** The contract against the embedded store, with checksums in and behind all bodies. */
class InProcessCheckedObjectStoreTest extends InProcessObjectStoreTest {
  @Override
  StoreAddress address() {
    return new StoreAddress(
        Optional.of(backing().endpoint()),
        Optional.empty(),
        backing().region(),
        true,
        false,
        ChecksumMode.WHEN_SUPPORTED);
  }
}

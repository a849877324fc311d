package io.windlass.objectstore;

/** The contract against the embedded store, by the AWS SDK alone. */
class InProcessSdkObjectStoreTest extends InProcessObjectStoreTest {
  @Override
  ObjectStores stores() {
    return S3ObjectStores.ofSdk();
  }
}

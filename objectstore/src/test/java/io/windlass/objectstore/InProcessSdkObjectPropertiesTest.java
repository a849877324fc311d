package io.windlass.objectstore;

/** The contract against the embedded store, by the AWS SDK alone. */
class InProcessSdkObjectPropertiesTest extends InProcessObjectPropertiesTest {
  @Override
  ObjectStores stores() {
    return S3ObjectStores.ofSdk();
  }
}

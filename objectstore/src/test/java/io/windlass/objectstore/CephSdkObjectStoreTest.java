package io.windlass.objectstore;

/** The contract against Ceph RGW, by the AWS SDK alone. */
class CephSdkObjectStoreTest extends CephObjectStoreTest {
  @Override
  ObjectStores stores() {
    return S3ObjectStores.ofSdk();
  }
}

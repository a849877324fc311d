package io.windlass.objectstore;

/** The contract against Ceph RGW, by the AWS SDK alone. */
class CephSdkObjectPropertiesTest extends CephObjectPropertiesTest {
  @Override
  ObjectStores stores() {
    return S3ObjectStores.ofSdk();
  }
}

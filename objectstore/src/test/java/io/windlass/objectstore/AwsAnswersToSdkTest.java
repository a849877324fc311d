package io.windlass.objectstore;

/** What AWS answers, with the requests of the AWS SDK. */
class AwsAnswersToSdkTest extends AwsAnswersTest {
  @Override
  ObjectStores stores() {
    return S3ObjectStores.ofSdk();
  }
}

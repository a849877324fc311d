package io.windlass.server.fsx;

import io.quarkus.test.junit.QuarkusTest;
import io.windlass.catalog.identity.CreatedAwsKey;

/** Data repository tasks, with the AWS CLI as the client. */
@QuarkusTest
class DataRepositoryTaskCliTest extends DataRepositoryTaskContract {
  @Override
  FsxClient as(CreatedAwsKey key, String region) {
    return AwsCli.shared().as(FsxScene.server(), key, region);
  }
}

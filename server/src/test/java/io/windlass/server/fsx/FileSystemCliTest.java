package io.windlass.server.fsx;

import io.quarkus.test.junit.QuarkusTest;
import io.windlass.catalog.identity.CreatedAwsKey;

/** File systems, with the AWS CLI as the client. */
@QuarkusTest
class FileSystemCliTest extends FileSystemContract {
  @Override
  FsxClient as(CreatedAwsKey key, String region) {
    return AwsCli.shared().as(FsxScene.server(), key, region);
  }
}

package io.windlass.server.fsx;

import io.quarkus.test.junit.QuarkusTest;
import io.windlass.catalog.identity.CreatedAwsKey;

/** Tags of everything that carries them, with the AWS CLI as the client. */
@QuarkusTest
class TagCliTest extends TagContract {
  @Override
  FsxClient as(CreatedAwsKey key, String region) {
    return AwsCli.shared().as(FsxScene.server(), key, region);
  }
}

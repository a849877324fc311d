package io.windlass.server.fsx;

import io.quarkus.test.junit.QuarkusTest;
import io.windlass.catalog.identity.CreatedAwsKey;

/** Making data repository associations, with the AWS CLI as the client. */
@QuarkusTest
class AssociationCliTest extends AssociationContract {
  @Override
  FsxClient as(CreatedAwsKey key, String region) {
    return AwsCli.shared().as(FsxScene.server(), key, region);
  }
}

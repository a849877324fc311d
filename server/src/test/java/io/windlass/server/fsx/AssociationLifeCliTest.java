package io.windlass.server.fsx;

import io.quarkus.test.junit.QuarkusTest;
import io.windlass.catalog.identity.CreatedAwsKey;

/** What comes after: changes, deletion, lists, with the AWS CLI as the client. */
@QuarkusTest
class AssociationLifeCliTest extends AssociationLifeContract {
  @Override
  FsxClient as(CreatedAwsKey key, String region) {
    return AwsCli.shared().as(FsxScene.server(), key, region);
  }
}

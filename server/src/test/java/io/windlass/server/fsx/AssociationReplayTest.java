package io.windlass.server.fsx;

import io.quarkus.test.junit.QuarkusTest;
import io.windlass.catalog.identity.CreatedAwsKey;

/** Making data repository associations, by signed requests, also those that no CLI would send. */
@QuarkusTest
class AssociationReplayTest extends AssociationContract {
  @Override
  FsxClient as(CreatedAwsKey key, String region) {
    return scene.fsx(key, region);
  }
}

package io.windlass.server.fsx;

import io.quarkus.test.junit.QuarkusTest;
import io.windlass.catalog.identity.CreatedAwsKey;

/**
 * What comes after: changes, deletion, lists, by signed requests, also those that no CLI would
 * send.
 */
@QuarkusTest
class AssociationLifeReplayTest extends AssociationLifeContract {
  @Override
  FsxClient as(CreatedAwsKey key, String region) {
    return scene.fsx(key, region);
  }
}

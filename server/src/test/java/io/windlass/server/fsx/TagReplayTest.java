package io.windlass.server.fsx;

import io.quarkus.test.junit.QuarkusTest;
import io.windlass.catalog.identity.CreatedAwsKey;

/** Tags of everything that carries them, by signed requests, also those that no CLI would send. */
@QuarkusTest
class TagReplayTest extends TagContract {
  @Override
  FsxClient as(CreatedAwsKey key, String region) {
    return scene.fsx(key, region);
  }
}

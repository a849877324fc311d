package io.windlass.server.fsx;

import io.quarkus.test.junit.QuarkusTest;
import io.windlass.catalog.identity.CreatedAwsKey;

/** File systems, by signed requests, also those that no CLI would send. */
@QuarkusTest
class FileSystemReplayTest extends FileSystemContract {
  @Override
  FsxClient as(CreatedAwsKey key, String region) {
    return scene.fsx(key, region);
  }
}

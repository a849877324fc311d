package io.windlass.filesystem.imports;

import io.windlass.filesystem.testing.LoopVolume;

/** Lazy imports on EXT4. */
class Ext4LazyImportTest extends LazyImportContract {
  @Override
  LoopVolume.Kind kind() {
    return LoopVolume.Kind.EXT4;
  }
}

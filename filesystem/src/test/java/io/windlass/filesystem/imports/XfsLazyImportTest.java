package io.windlass.filesystem.imports;

import io.windlass.filesystem.testing.LoopVolume;

/** Lazy imports on XFS. */
class XfsLazyImportTest extends LazyImportContract {
  @Override
  LoopVolume.Kind kind() {
    return LoopVolume.Kind.XFS;
  }
}

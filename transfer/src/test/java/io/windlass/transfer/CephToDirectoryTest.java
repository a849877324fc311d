package io.windlass.transfer;

import io.windlass.testing.CephStore;

class CephToDirectoryTest extends PairContract {
  @Override
  End source(TransferLab lab) {
    return End.bucket(lab.collections, CephStore.shared(), CephStore.shared().bob());
  }

  @Override
  End destination(TransferLab lab, End source) {
    return End.directory(lab.collections);
  }
}

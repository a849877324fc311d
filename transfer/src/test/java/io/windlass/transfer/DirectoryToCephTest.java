package io.windlass.transfer;

import io.windlass.testing.CephStore;

class DirectoryToCephTest extends PairContract {
  @Override
  End source(TransferLab lab) {
    return End.directory(lab.collections);
  }

  @Override
  End destination(TransferLab lab, End source) {
    return End.bucket(lab.collections, CephStore.shared(), CephStore.shared().alice());
  }
}

package io.windlass.transfer;

import io.windlass.testing.CephStore;

class CephAcrossAccountsTest extends PairContract {
  @Override
  End source(TransferLab lab) {
    return End.bucket(lab.collections, CephStore.shared(), CephStore.shared().alice());
  }

  @Override
  End destination(TransferLab lab, End source) {
    return End.bucket(lab.collections, CephStore.shared(), CephStore.shared().bob());
  }
}

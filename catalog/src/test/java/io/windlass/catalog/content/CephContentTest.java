package io.windlass.catalog.content;

import io.windlass.catalog.lab.Lab;

class CephContentTest extends ContentContract {
  @Override
  Lab open() {
    return Lab.ceph();
  }
}

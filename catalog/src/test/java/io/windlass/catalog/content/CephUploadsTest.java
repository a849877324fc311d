package io.windlass.catalog.content;

import io.windlass.catalog.lab.Lab;

class CephUploadsTest extends UploadsContract {
  @Override
  Lab open() {
    return Lab.ceph();
  }
}

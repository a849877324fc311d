package io.windlass.catalog.registration;

import io.windlass.catalog.lab.Lab;

class CephRegistrationTest extends RegistrationContract {
  @Override
  Lab open() {
    return Lab.ceph();
  }
}

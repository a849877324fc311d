package io.windlass.catalog.registration;

import io.windlass.catalog.lab.Lab;

class EmbeddedRegistrationTest extends RegistrationContract {
  @Override
  Lab open() {
    return Lab.embedded();
  }
}

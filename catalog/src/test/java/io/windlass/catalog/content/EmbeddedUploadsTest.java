package io.windlass.catalog.content;

import io.windlass.catalog.lab.Lab;

class EmbeddedUploadsTest extends UploadsContract {
  @Override
  Lab open() {
    return Lab.embedded();
  }
}

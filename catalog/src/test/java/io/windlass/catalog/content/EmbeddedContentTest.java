package io.windlass.catalog.content;

import io.windlass.catalog.lab.Lab;

class EmbeddedContentTest extends ContentContract {
  @Override
  Lab open() {
    return Lab.embedded();
  }
}

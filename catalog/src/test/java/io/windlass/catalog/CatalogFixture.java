package io.windlass.catalog;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** One catalog for all tests of a class; each test has projects of its own. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class CatalogFixture {
  TestCatalog t;

  @BeforeAll
  void open() {
    t = new TestCatalog();
  }

  @AfterAll
  void close() {
    t.close();
  }
}

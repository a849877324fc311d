package io.windlass.server.globus.manager;

import io.windlass.transfer.collection.Collection;

/** The ids by which clients know what kind of storage is behind a collection. */
final class Connectors {
  private static final String S3 = "7643e831-5f6c-4b47-a07f-8ee90f401d23";
  private static final String POSIX = "145812c8-decc-41f1-83cf-bb2a85a2a70b";

  private Connectors() {}

  static String of(Collection collection) {
    return switch (collection.kind()) {
      case BUCKETS -> S3;
      case DIRECTORY -> POSIX;
    };
  }
}

package io.windlass.filesystem;

import io.windlass.filesystem.watch.LocalChanges;
import io.windlass.objectstore.ObjectTransfers;

/**
 * What all links of a node share.
 *
 * @param changes what users have changed and is not exported yet
 * @param transfers bounds parts in flight
 */
record NodeWork(NodeSetup setup, LocalChanges changes, ObjectTransfers transfers) {
  private static final int PARTS_IN_FLIGHT = 16;

  static NodeWork of(NodeSetup setup) {
    return new NodeWork(
        setup,
        new LocalChanges(setup.database().jdbi(), setup.clock()),
        new ObjectTransfers(PARTS_IN_FLIGHT));
  }
}

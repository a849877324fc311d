package io.windlass.filesystem;

import io.windlass.filesystem.exports.BucketSide;
import io.windlass.filesystem.imports.Importer;
import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.filesystem.tree.PendingChanges;
import java.util.EnumSet;

/** Takes over what became of an object, whatever the link imports by itself. */
final class BucketChange implements BucketSide {
  private final ServedFileSystem served;
  private final LinkDetails details;
  private final NodeSetup setup;

  BucketChange(ServedFileSystem served, LinkDetails details, NodeSetup setup) {
    this.served = served;
    this.details = details;
    this.setup = setup;
  }

  @Override
  public void takeOver(String key) {
    Link link = details.link();
    Link everything =
        new Link(
            link.id(),
            link.number(),
            link.fileSystemId(),
            link.directory(),
            link.connectionId(),
            link.bucket(),
            link.prefix(),
            EnumSet.allOf(Change.class),
            link.exports());
    new Importer(served.tree(), everything, setup.store(details), PendingChanges.NONE).apply(key);
  }
}

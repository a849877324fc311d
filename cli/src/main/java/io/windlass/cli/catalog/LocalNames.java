package io.windlass.cli.catalog;

import io.windlass.cli.output.CliException;
import io.windlass.client.model.Entry;

/** Names of entries as names of local files. */
final class LocalNames {
  private LocalNames() {}

  /** The entry's name, unless it would leave its directory. */
  static String of(Entry entry) {
    String name = entry.name();
    if (name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || name.indexOf('/') >= 0
        || name.indexOf('\0') >= 0) {
      throw new CliException(
          "unusable_name",
          "The entry " + entry.id() + " has a name that no file on this machine can have.",
          "Download it alone, to a name of your choice.");
    }
    return name;
  }
}

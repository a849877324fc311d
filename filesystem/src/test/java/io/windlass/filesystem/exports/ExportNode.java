package io.windlass.filesystem.exports;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.database.Database;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.foundation.Secret;
import io.windlass.objectstore.StoreAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** A process that watches and exports until it is killed. */
final class ExportNode {
  private static final int GIVEN = 10;

  private ExportNode() {}

  /** Runs with what {@link CrashTest} passes on standard input, a value on each line. */
  public static void main(String[] arguments) throws IOException {
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    List<String> given = new ArrayList<>();
    while (given.size() < GIVEN) {
      given.add(input.readLine());
    }
    Database database =
        Database.at(given.get(0), Optional.of(given.get(1)), Optional.of(Secret.of(given.get(2))));
    Linked linked =
        new Linked(
            database.jdbi(),
            Linked.open(
                StoreAddress.at(URI.create(given.get(3)), given.get(4)),
                given.get(5),
                Secret.of(given.get(6))),
            Path.of(given.get(7)),
            Linked.link(
                Long.parseLong(given.get(8)),
                given.get(9),
                EnumSet.noneOf(Change.class),
                Linked.ALL),
            Linked.SETTINGS);
    linked.automatic(Path.of(given.get(7)).resolveSibling("spool-" + given.get(8)));
    System.out.println("ready");
    while (input.read() >= 0) {
      // until the end of the parent, or of this process
    }
    System.exit(1);
  }
}

package io.windlass.transfer.collection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;

/** Names of users and groups of this machine; of those it does not list, the number. */
final class OwnerNames {
  static final OwnerNames USERS = new OwnerNames(Path.of("/etc/passwd"));
  static final OwnerNames GROUPS = new OwnerNames(Path.of("/etc/group"));

  private final Path file;
  private Known known = new Known(FileTime.fromMillis(0), Map.of());

  private OwnerNames(Path file) {
    this.file = file;
  }

  String of(int number) {
    return known().names().getOrDefault(number, Integer.toUnsignedString(number));
  }

  private synchronized Known known() {
    try {
      FileTime at = Files.getLastModifiedTime(file);
      if (!at.equals(known.at())) {
        Map<Integer, String> names = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
          String[] fields = line.split(":", 4);
          if (fields.length > 2 && fields[2].matches("[0-9]{1,10}")) {
            names.putIfAbsent(Integer.parseUnsignedInt(fields[2]), fields[0]);
          }
        }
        known = new Known(at, Map.copyOf(names));
      }
    } catch (IOException _) {
      return known;
    }
    return known;
  }

  private record Known(FileTime at, Map<Integer, String> names) {}
}

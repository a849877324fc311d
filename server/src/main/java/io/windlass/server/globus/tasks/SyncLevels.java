package io.windlass.server.globus.tasks;

import io.windlass.server.globus.Received;
import io.windlass.transfer.SyncLevel;
import java.util.List;

/** The numbers that Globus gives to the levels of synchronisation. */
final class SyncLevels {
  private static final List<SyncLevel> LEVELS =
      List.of(SyncLevel.EXISTS, SyncLevel.SIZE, SyncLevel.MTIME, SyncLevel.CHECKSUM);

  private SyncLevels() {}

  static int number(SyncLevel level) {
    return LEVELS.indexOf(level);
  }

  static SyncLevel level(int number) {
    if (number < 0 || number >= LEVELS.size()) {
      throw Received.invalid("sync_level", "from 0 to 3, or null");
    }
    return LEVELS.get(number);
  }
}

package io.windlass.transfer;

import io.windlass.transfer.move.Fault;
import java.util.UUID;

/** Waiting for a person to replace credentials. */
final class Inactivity {
  private Inactivity() {}

  /** A transfer cannot go on without other credentials. */
  static void begin(Engine engine, UUID transfer, Fault fault) {
    if (engine.standings().deactivate(transfer, fault.problem(), engine.settings().limits())) {
      engine
          .events()
          .add(
              transfer,
              Events.NewEvent.error(
                  fault.code(), fault.problem().message(), fault.problem().remedy()));
    }
  }
}

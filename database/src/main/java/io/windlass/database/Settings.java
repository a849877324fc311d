package io.windlass.database;

import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * Facts about the installation that every node must agree on, for example its identifier. Whoever
 * writes one first has settled it. Thread-safe.
 */
public final class Settings {
  private final Jdbi jdbi;

  /** The settings in the database. */
  public Settings(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** The value of the setting, if it was ever written. */
  public Optional<String> find(String name) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT value FROM setting WHERE name = :name")
            .bind("name", name)
            .mapTo(String.class)
            .findOne());
  }

  /**
   * The value of the setting; {@code initial} is asked for it when there is none yet. When several
   * nodes ask at once, all of them get the value of one.
   */
  public String findOrCreate(String name, Supplier<String> initial) {
    return find(name)
        .orElseGet(() -> {
          insert(name, initial.get());
          return find(name).orElseThrow();
        });
  }

  /** Writes the setting if there is none yet; answers whether it did. */
  public boolean insert(String name, String value) {
    return jdbi.withHandle(handle ->
        handle
                .createUpdate(
                    """
                    INSERT INTO setting (name, value) VALUES (:name, :value)
                    ON CONFLICT (name) DO NOTHING
                    """)
                .bind("name", name)
                .bind("value", value)
                .execute()
            == 1);
  }

  /** Writes the setting, whatever it was before. */
  public void replace(String name, String value) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO setting (name, value) VALUES (:name, :value)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value
                """)
            .bind("name", name)
            .bind("value", value)
            .execute());
  }
}

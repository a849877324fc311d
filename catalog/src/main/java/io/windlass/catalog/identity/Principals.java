package io.windlass.catalog.identity;

import io.windlass.database.Database;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Whoever can stand in an access list: users, groups and the built-in ones. Thread-safe. */
public final class Principals {
  private final Jdbi jdbi;

  /** The principals in the database. */
  public Principals(Database database) {
    this.jdbi = database.jdbi();
  }

  /** Those with these ids, in no particular order; ids of nobody are left out. */
  public List<Principal> find(Collection<Long> ids) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT id, kind, name FROM principal WHERE id = ANY (:ids)")
            .bindArray("ids", Long.class, ids)
            .mapTo(Principal.class)
            .list());
  }

  /** The one with this id, or with this name whatever the case. */
  public Optional<Principal> find(String idOrName) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT id, kind, name FROM principal
                WHERE id::text = :text OR lower(name) = lower(:text)
                """)
            .bind("text", idOrName)
            .mapTo(Principal.class)
            .findOne());
  }

  /**
   * As {@link #find(String)}.
   *
   * @throws io.windlass.foundation.WindlassException {@code principal_not_found}
   */
  public Principal get(String idOrName) {
    return find(idOrName)
        .orElseThrow(() ->
            Problem.of(
                    Kind.NOT_FOUND,
                    "principal_not_found",
                    "There is no user or group " + idOrName + ".")
                .toException());
  }

  /** The id of the new principal; empty when the name is taken. */
  static Optional<Long> insert(Handle handle, Principal.Kind kind, String name) {
    return handle
        .createQuery(
            """
            INSERT INTO principal (kind, name) VALUES (:kind, :name)
            ON CONFLICT (lower(name)) DO NOTHING RETURNING id
            """)
        .bind("kind", kind)
        .bind("name", name)
        .mapTo(Long.class)
        .findOne();
  }
}

package io.windlass.catalog;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * Everything below one entry, the entry included, live or in the trash; held in a temporary table
 * of the transaction, so that trees of any size are changed with flat memory.
 *
 * <p>The planner knows neither the temporary table nor how deep a tree is: {@code OFFSET 0}, the
 * arrays and {@link #useIndexes} keep it from reading whole tables for small trees.
 */
final class Subtree {
  private static final int BATCH = 10_000;

  private final Handle handle;
  private final long size;

  private Subtree(Handle handle, long size) {
    this.handle = handle;
    this.size = size;
  }

  /** Walks everything. */
  static Subtree all(Handle handle, long rootId) {
    return walk(handle, rootId, "");
  }

  /** Walks what inherits from one benefactor without leaving its realm. */
  static Subtree inheriting(Handle handle, long rootId, long benefactorId) {
    return walk(handle, rootId, "WHERE e.benefactor_id = " + benefactorId);
  }

  private static Subtree walk(Handle handle, long rootId, String condition) {
    useIndexes(handle);
    handle.execute("DROP TABLE IF EXISTS subtree");
    handle.execute(
        """
        CREATE TEMPORARY TABLE subtree (
            position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id bigint NOT NULL
        ) ON COMMIT DROP
        """);
    long size =
        handle
            .createUpdate(
                """
                INSERT INTO subtree (id)
                WITH RECURSIVE walk AS (
                    SELECT CAST(:root AS bigint) AS id, 0 AS depth
                    UNION ALL
                    SELECT e.id, w.depth + 1
                    FROM walk w
                    CROSS JOIN LATERAL (
                        SELECT id, benefactor_id FROM entry WHERE parent_id = w.id OFFSET 0
                    ) e
                """
                    + condition
                    + ") SELECT id FROM walk ORDER BY depth DESC")
            .bind("root", rootId)
            .execute();
    return new Subtree(handle, size);
  }

  /** For the rest of the transaction: the planner takes every tree for a large one. */
  private static void useIndexes(Handle handle) {
    handle.execute("SET LOCAL enable_seqscan = off");
  }

  /** Levels below the entry that the live folders and files reach, plus one for itself. */
  static int height(Handle handle, long rootId) {
    useIndexes(handle);
    return handle
        .createQuery(
            """
            WITH RECURSIVE walk AS (
                SELECT CAST(:root AS bigint) AS id, 1 AS depth
                UNION ALL
                SELECT e.id, w.depth + 1
                FROM walk w
                CROSS JOIN LATERAL (
                    SELECT id FROM entry WHERE parent_id = w.id AND type = 'FOLDER' OFFSET 0
                ) e
            )
            SELECT max(depth + CASE WHEN EXISTS (
                SELECT FROM entry f WHERE f.parent_id = walk.id AND f.type = 'FILE' OFFSET 0
            ) THEN 1 ELSE 0 END) FROM walk
            """)
        .bind("root", rootId)
        .mapTo(Integer.class)
        .one();
  }

  /** Lets those that inherit from one benefactor inherit from another. */
  void inherit(long fromBenefactor, long toBenefactor) {
    for (long first = 1; first <= size; first += BATCH) {
      handle
          .createUpdate(
              """
              UPDATE entry SET benefactor_id = :to
              WHERE benefactor_id = :from AND id = ANY(ARRAY(
                  SELECT id FROM subtree WHERE position BETWEEN :first AND :last))
              """)
          .bind("from", fromBenefactor)
          .bind("to", toBenefactor)
          .bind("first", first)
          .bind("last", first + BATCH - 1)
          .execute();
    }
  }

  /** Gives all of them another project. */
  void adopt(long projectId) {
    for (long first = 1; first <= size; first += BATCH) {
      handle
          .createUpdate(
              """
              UPDATE entry SET project_id = :project
              WHERE id = ANY(ARRAY(
                  SELECT id FROM subtree WHERE position BETWEEN :first AND :last))
              """)
          .bind("project", projectId)
          .bind("first", first)
          .bind("last", first + BATCH - 1)
          .execute();
    }
  }

  /** Deletes all of them, the deepest first, and the content that only they named. */
  void delete(Instant now) {
    handle.execute("DROP TABLE IF EXISTS subtree_content");
    handle.execute(
        """
        CREATE TEMPORARY TABLE subtree_content (
            position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id bigint NOT NULL
        ) ON COMMIT DROP
        """);
    long contents =
        handle
            .createUpdate(
                """
                INSERT INTO subtree_content (id)
                SELECT DISTINCT v.stored_file_id
                FROM subtree s
                CROSS JOIN LATERAL (
                    SELECT stored_file_id FROM file_version WHERE entry_id = s.id OFFSET 0
                ) v
                """)
            .execute();
    for (long first = 1; first <= size; first += BATCH) {
      handle
          .createUpdate(
              """
              DELETE FROM entry WHERE id = ANY(ARRAY(
                  SELECT id FROM subtree WHERE position BETWEEN :first AND :last))
              """)
          .bind("first", first)
          .bind("last", first + BATCH - 1)
          .execute();
    }
    for (long first = 1; first <= contents; first += BATCH) {
      UnusedContent.forget(
          handle,
          now,
          "SELECT id FROM subtree_content WHERE position BETWEEN %d AND %d"
              .formatted(first, first + BATCH - 1));
    }
  }
}

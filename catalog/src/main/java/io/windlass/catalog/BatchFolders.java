package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import io.windlass.foundation.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Finds or makes the folders of a batch, two statements for each level. */
final class BatchFolders {
  private final Handle handle;
  private final Caller caller;
  private final Place root;
  private final Instant now;
  private final Map<List<String>, Folder> folders = new HashMap<>();

  BatchFolders(Handle handle, Caller caller, Place root, Instant now) {
    this.handle = handle;
    this.caller = caller;
    this.root = root;
    this.now = now;
  }

  /** The folder of each path below the root, made where missing. */
  Map<List<String>, Folder> resolve(List<List<String>> paths) {
    folders.put(
        List.of(),
        new Folder(root.id(), root.benefactorId(), root.effective(), true, Optional.empty()));
    int deepest = paths.stream().mapToInt(List::size).max().orElse(0);
    for (int depth = 1; depth <= deepest; depth++) {
      Set<List<String>> level = new LinkedHashSet<>();
      for (List<String> path : paths) {
        if (path.size() >= depth) {
          level.add(List.copyOf(path.subList(0, depth)));
        }
      }
      resolveLevel(level);
    }
    return folders;
  }

  private void resolveLevel(Set<List<String>> level) {
    List<List<String>> open = new ArrayList<>();
    for (List<String> path : level) {
      Folder parent = parent(path);
      if (parent.problem().isPresent()) {
        folders.put(path, parent);
      } else {
        open.add(path);
      }
    }
    insert(open.stream().filter(path -> parent(path).mayCreate()).toList());
    find(open);
    for (List<String> path : open) {
      folders.computeIfAbsent(
          path,
          missing ->
              parent(missing)
                  .failed(CatalogProblems.denied(parent(missing).id(), Access.CREATE).problem()));
    }
  }

  private void insert(List<List<String>> paths) {
    handle
        .createUpdate(
            """
            INSERT INTO entry (type, parent_id, project_id, benefactor_id, name, created_by,
                created_at, modified_by, modified_at)
            SELECT 'FOLDER', n.parent_id, :project, n.benefactor_id, n.name, :user, :now, :user,
                :now
            FROM unnest(:parents, :benefactors, :names) AS n (parent_id, benefactor_id, name)
            WHERE NOT EXISTS (
                SELECT FROM entry e
                WHERE e.parent_id = n.parent_id AND e.name = n.name AND e.trashed_at IS NULL)
            ON CONFLICT DO NOTHING
            """)
        .bindArray("parents", Long.class, paths.stream().map(path -> parent(path).id()).toList())
        .bindArray(
            "benefactors",
            Long.class,
            paths.stream().map(path -> parent(path).benefactorId()).toList())
        .bindArray("names", String.class, paths.stream().map(List::getLast).toList())
        .bind("project", root.projectId())
        .bind("user", caller.user().id())
        .bind("now", now)
        .execute();
  }

  private void find(List<List<String>> paths) {
    handle
        .createQuery(
            """
            SELECT n.position, e.id, e.type, e.benefactor_id, s.location_ids[1] AS location_id,
                s.sts, s.entry_id AS setting_entry_id,
                :all OR EXISTS (
                    SELECT FROM access_grant g
                    WHERE g.entry_id = e.benefactor_id AND g.principal_id = ANY(:principals)
                      AND 'CREATE' = ANY(g.access)) AS may_create
            FROM unnest(:parents, :names) WITH ORDINALITY AS n (parent_id, name, position)
            JOIN entry e ON e.parent_id = n.parent_id AND e.name = n.name AND e.trashed_at IS NULL
            LEFT JOIN location_setting s ON s.entry_id = e.id
            """)
        .bind("all", caller.administrator())
        .bindArray("principals", Long.class, caller.principals())
        .bindArray("parents", Long.class, paths.stream().map(path -> parent(path).id()).toList())
        .bindArray("names", String.class, paths.stream().map(List::getLast).toList())
        .map((row, _) -> {
          List<String> path = paths.get(row.getInt("position") - 1);
          return folders.put(path, read(row, parent(path)));
        })
        .list();
  }

  private static Folder read(ResultSet row, Folder parent) throws SQLException {
    if (!row.getString("type").equals(EntryType.FOLDER.name())) {
      return parent.failed(CatalogProblems.nameTaken().problem());
    }
    EffectiveLocation own = Places.effective(row);
    return new Folder(
        row.getLong("id"),
        row.getLong("benefactor_id"),
        own.entryId().isPresent() ? own : parent.effective(),
        row.getBoolean("may_create"),
        Optional.empty());
  }

  private Folder parent(List<String> path) {
    Folder parent = folders.get(path.subList(0, path.size() - 1));
    if (parent == null) {
      throw new IllegalStateException("levels come in order");
    }
    return parent;
  }

  /**
   * A folder that files of the batch go to.
   *
   * @param id of the entry
   * @param benefactorId whose list rules
   * @param effective the location that rules
   * @param mayCreate whether the caller may put entries into it
   * @param problem why it could not be found or made
   */
  record Folder(
      long id,
      long benefactorId,
      EffectiveLocation effective,
      boolean mayCreate,
      Optional<Problem> problem) {
    private Folder failed(Problem why) {
      return new Folder(id, benefactorId, effective, false, Optional.of(why));
    }
  }
}

package io.windlass.catalog;

import io.windlass.catalog.RegisteredBatch.Refusal;
import io.windlass.catalog.identity.Caller;
import io.windlass.connection.location.Location;
import io.windlass.foundation.Problem;
import io.windlass.foundation.WindlassException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * Makes files of many objects in a handful of statements; the calling transaction ends it. One
 * instance per batch.
 */
final class BatchRegistration {
  /** Most objects of one batch. */
  static final int MAX_FILES = 10_000;

  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  private final Handle handle;
  private final Caller caller;
  private final Location location;
  private final Instant now;
  private final List<Refusal> refused = new ArrayList<>();

  BatchRegistration(Handle handle, Caller caller, Location location, Instant now) {
    this.handle = handle;
    this.caller = caller;
    this.location = location;
    this.now = now;
  }

  RegisteredBatch run(long folderId, List<NewRegisteredFile> files) {
    if (files.size() > MAX_FILES) {
      throw CatalogProblems.invalid(
          "batch_too_large", "A batch holds at most " + MAX_FILES + " objects.");
    }
    Projects.share(handle, folderId);
    Place root = Places.live(handle, caller, folderId);
    checkRoot(root);
    List<NewRegisteredFile> sound = sound(root, files);
    Map<List<String>, BatchFolders.Folder> folders =
        new BatchFolders(handle, caller, root, now)
            .resolve(sound.stream().map(NewRegisteredFile::folders).toList());
    List<Candidate> candidates = new ArrayList<>();
    for (NewRegisteredFile file : sound) {
      BatchFolders.Folder folder = folders.get(file.folders());
      if (folder != null) {
        keep(file.key(), () -> candidates.add(candidate(folder, file)));
      }
    }
    Map<Integer, Boolean> existing = existing(candidates);
    List<Candidate> fresh = new ArrayList<>();
    long skipped = 0;
    for (int i = 0; i < candidates.size(); i++) {
      Boolean same = existing.get(i);
      if (same == null) {
        fresh.add(candidates.get(i));
      } else if (same) {
        skipped++;
      } else {
        refuse(candidates.get(i).file().key(), CatalogProblems.nameTaken().problem());
      }
    }
    insert(root, fresh);
    return new RegisteredBatch(fresh.size(), skipped, refused);
  }

  /**
   * The owner of a location may register what is in it; so may who could read all of it with
   * temporary keys anyway.
   */
  private void checkRoot(Place root) {
    if (!root.type().isContainer()) {
      throw CatalogProblems.invalid("parent_not_container", "A file cannot hold entries.");
    }
    StsRules.onFile(root.effective(), location.id(), location.sts());
    root.require(caller, Access.CREATE);
    if (!location.sts()) {
      StoredFiles.requireOwnExternal(caller, location);
    } else if (!LocationSettings.owns(caller, location)) {
      root.require(caller, Access.DOWNLOAD);
    }
  }

  /** Those that break no rule by themselves; a path may come once. */
  private List<NewRegisteredFile> sound(Place root, List<NewRegisteredFile> files) {
    List<NewRegisteredFile> sound = new ArrayList<>();
    Set<List<String>> paths = new HashSet<>();
    for (NewRegisteredFile file : files) {
      keep(
          file.key(),
          () -> {
            NewRegisteredFile checked = checked(root, file);
            List<String> path = new ArrayList<>(checked.folders());
            path.add(checked.name());
            if (!paths.add(path)) {
              throw CatalogProblems.nameTaken();
            }
            sound.add(checked);
          });
    }
    return sound;
  }

  private NewRegisteredFile checked(Place root, NewRegisteredFile file) {
    StsRules.onObject(location, location.bucket(), file.key());
    Texts.checkKey(file.key());
    Texts.checkShort(file.contentType(), "content type");
    if (file.size() < 0) {
      throw CatalogProblems.invalid("invalid_size", "A size must not be negative.");
    }
    Moves.checkDepth(root.depth() + file.folders().size() + 1);
    return new NewRegisteredFile(
        file.folders().stream().map(EntryName::checked).toList(),
        EntryName.checked(file.name()),
        file.key(),
        file.versionId(),
        file.storeEtag(),
        file.size(),
        StoredFiles.digest(file.md5(), MD5, "md5"),
        file.contentType());
  }

  private Candidate candidate(BatchFolders.Folder folder, NewRegisteredFile file) {
    folder.problem().ifPresent(BatchRegistration::fail);
    StsRules.onFile(folder.effective(), location.id(), location.sts());
    if (!folder.mayCreate()) {
      throw CatalogProblems.denied(folder.id(), Access.CREATE);
    }
    return new Candidate(folder, file);
  }

  /** By position: whether the live entry of that name is the same object; absent where none is. */
  private Map<Integer, Boolean> existing(List<Candidate> candidates) {
    Map<Integer, Boolean> found = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT n.position, e.type = 'FILE' AND f.bucket = :bucket AND f.key = n.key
                AND f.size = n.size AND coalesce(f.store_etag, '') = n.store_etag AS same
            FROM unnest(:parents, :names, :keys, :sizes, :storeEtags)
                WITH ORDINALITY AS n (parent_id, name, key, size, store_etag, position)
            JOIN entry e ON e.parent_id = n.parent_id AND e.name = n.name AND e.trashed_at IS NULL
            LEFT JOIN file_version v ON v.entry_id = e.id AND v.number = e.latest_version
            LEFT JOIN stored_file f ON f.id = v.stored_file_id
            """)
        .bind("bucket", location.bucket())
        .bindArray("parents", Long.class, longs(candidates, c -> c.folder().id()))
        .bindArray("names", String.class, texts(candidates, c -> c.file().name()))
        .bindArray("keys", String.class, texts(candidates, c -> c.file().key()))
        .bindArray("sizes", Long.class, longs(candidates, c -> c.file().size()))
        .bindArray(
            "storeEtags", String.class, texts(candidates, c -> orEmpty(c.file().storeEtag())))
        .map((row, _) -> found.put(row.getInt("position") - 1, row.getBoolean("same")))
        .list();
    return found;
  }

  private void insert(Place root, List<Candidate> files) {
    List<FileInsertion.Row> rows = files.stream().map(this::row).toList();
    int made =
        FileInsertion.insert(handle, caller, now, root.projectId(), location, false, rows).size();
    if (made != files.size()) {
      throw new Transactions.LostRace();
    }
  }

  private FileInsertion.Row row(Candidate candidate) {
    NewRegisteredFile file = candidate.file();
    return new FileInsertion.Row(
        candidate.folder().id(),
        candidate.folder().benefactorId(),
        file.name(),
        new NewStoredFile(
            location.id(),
            location.bucket(),
            file.key(),
            file.versionId(),
            file.storeEtag(),
            file.size(),
            file.md5(),
            Optional.empty(),
            file.contentType(),
            Optional.of(file.name()),
            false));
  }

  private void keep(String key, Runnable step) {
    try {
      step.run();
    } catch (WindlassException e) {
      refuse(key, e.problem());
    }
  }

  private void refuse(String key, Problem problem) {
    refused.add(new Refusal(key, problem.code(), problem.message()));
  }

  private static void fail(Problem problem) {
    throw problem.toException();
  }

  private static String orEmpty(Optional<String> text) {
    return text.orElse("");
  }

  private static List<Long> longs(List<Candidate> all, ToLongFunction<Candidate> part) {
    return all.stream().mapToLong(part).boxed().toList();
  }

  private static List<String> texts(List<Candidate> all, Function<Candidate, String> part) {
    return all.stream().map(part).toList();
  }

  private record Candidate(BatchFolders.Folder folder, NewRegisteredFile file) {}
}

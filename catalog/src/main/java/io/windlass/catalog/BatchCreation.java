package io.windlass.catalog;

import io.windlass.catalog.FileInsertion.Made;
import io.windlass.catalog.FileInsertion.Row;
import io.windlass.catalog.identity.Caller;
import io.windlass.connection.location.Location;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Makes files of many objects in one folder, with the rules of single ones and a handful of
 * statements; the calling transaction ends it.
 */
final class BatchCreation {
  private final Handle handle;
  private final Caller caller;
  private final Instant now;

  BatchCreation(Handle handle, Caller caller, Instant now) {
    this.handle = handle;
    this.caller = caller;
    this.now = now;
  }

  /** By position; absent where the name is taken. */
  List<Optional<Entry>> run(long folderId, Location location, List<NewStoredFile> files) {
    Place folder = Creation.parent(handle, caller, folderId, EntryType.FILE);
    StsRules.onFile(folder.effective(), location.id(), location.sts());
    folder.require(caller, Access.CREATE);
    List<Row> rows =
        files.stream()
            .map(file -> row(folder, StoredFiles.checked(caller, location, file)))
            .toList();
    List<Made> made =
        FileInsertion.insert(handle, caller, now, folder.projectId(), location, true, rows);
    Map<Long, Entry> entries = entries(made);
    List<Optional<Entry>> answer =
        new ArrayList<>(Collections.nCopies(files.size(), Optional.empty()));
    made.forEach(one -> answer.set(one.index(), Optional.ofNullable(entries.get(one.entryId()))));
    return answer;
  }

  private static Row row(Place folder, NewStoredFile file) {
    return new Row(
        folder.id(), folder.benefactorId(), EntryName.checked(file.fileName().orElse("")), file);
  }

  private Map<Long, Entry> entries(List<Made> made) {
    return handle
        .createQuery(EntryRows.SELECT_LATEST + "WHERE e.id = ANY(:ids)")
        .bindArray("ids", Long.class, made.stream().map(Made::entryId).toList())
        .map((row, _) -> EntryRows.entry(row))
        .stream()
        .collect(Collectors.toMap(Entry::id, Function.identity()));
  }
}

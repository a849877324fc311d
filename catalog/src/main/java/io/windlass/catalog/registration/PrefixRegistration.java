package io.windlass.catalog.registration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.windlass.catalog.Catalog;
import io.windlass.catalog.Entries;
import io.windlass.catalog.NewRegisteredFile;
import io.windlass.catalog.RegisteredBatch;
import io.windlass.catalog.RegisteredBatch.Refusal;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.catalog.identity.Users;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import io.windlass.database.task.Outcome;
import io.windlass.database.task.TaskEvent.Level;
import io.windlass.database.task.TaskHandler;
import io.windlass.database.task.TaskRun;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.objectstore.Listing;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Makes files of all objects below a prefix: a streamed listing in batches, each with its
 * checkpoint in one transaction, so that it can end at any moment and go on behind the last key
 * that is done. Memory holds one page and one batch. Thread-safe.
 */
final class PrefixRegistration implements TaskHandler {
  static final String KIND = "registration";

  private static final int NOTED_SINGLY = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Jdbi jdbi;
  private final Entries entries;
  private final Locations locations;
  private final Users users;
  private final int batchSize;

  PrefixRegistration(Jdbi jdbi, Catalog catalog, Locations locations, Users users, int batchSize) {
    this.jdbi = jdbi;
    this.entries = catalog.entries();
    this.locations = locations;
    this.users = users;
    this.batchSize = batchSize;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Outcome run(TaskRun run) {
    PrefixInput input = read(run.input(), PrefixInput.class);
    Location location = locations.find(input.locationId()).orElseThrow();
    PrefixProgress progress =
        run.checkpoint().map(text -> read(text, PrefixProgress.class)).orElse(PrefixProgress.NONE);
    try (Stream<Listing.Entry> objects =
        locations.open(location).walk(input.bucket(), input.prefix(), progress.startAfter())) {
      Iterator<List<Listing.Entry>> batches =
          objects.gather(Gatherers.windowFixed(batchSize)).iterator();
      while (batches.hasNext()) {
        progress = batch(run, input, progress, batches.next());
      }
    }
    run.save(write(progress), write(progress));
    return progress.refusedInAll() == 0
        ? Outcome.succeeded()
        : Outcome.failed(incomplete(progress));
  }

  static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of ours can be written", e);
    }
  }

  private PrefixProgress batch(
      TaskRun run, PrefixInput input, PrefixProgress before, List<Listing.Entry> objects) {
    List<NewRegisteredFile> files = new ArrayList<>();
    List<Refusal> impossible = new ArrayList<>();
    int ignored = 0;
    for (Listing.Entry object : objects) {
      switch (ObjectPath.of(input.prefix(), object.key(), object.size())) {
        case ObjectPath.Place(List<String> folders, String name) ->
            files.add(file(folders, name, object));
        case ObjectPath.NoContent() -> ignored++;
        case ObjectPath.Impossible(String code, String reason) ->
            impossible.add(new Refusal(object.key(), code, reason));
      }
    }
    int ignoredHere = ignored;
    Caller caller = caller(run);
    return jdbi.inTransaction(transaction ->
        batch(transaction, run, input, caller, before, objects, files, impossible, ignoredHere));
  }

  private PrefixProgress batch(
      Handle transaction,
      TaskRun run,
      PrefixInput input,
      Caller caller,
      PrefixProgress before,
      List<Listing.Entry> objects,
      List<NewRegisteredFile> files,
      List<Refusal> impossible,
      int ignored) {
    RegisteredBatch made =
        entries.registerBatch(caller, input.folderId(), input.locationId(), files);
    List<Refusal> refused = new ArrayList<>(impossible);
    refused.addAll(made.refused());
    PrefixProgress after =
        before.plus(
            objects.getLast().key(),
            objects.size(),
            ignored,
            made,
            refused.stream().map(Refusal::code).toList());
    run.save(transaction, write(after), write(after));
    note(run, refused);
    return after;
  }

  private static NewRegisteredFile file(List<String> folders, String name, Listing.Entry object) {
    return new NewRegisteredFile(
        folders,
        name,
        object.key(),
        Optional.empty(),
        Optional.of(object.etag()),
        object.size(),
        Optional.empty(),
        Optional.empty());
  }

  private static void note(TaskRun run, List<Refusal> refused) {
    refused.stream()
        .limit(NOTED_SINGLY)
        .forEach(refusal ->
            run.note(
                Level.WARNING,
                "Not registered: '%s': %s".formatted(printable(refusal.key()), refusal.message())));
    if (refused.size() > NOTED_SINGLY) {
      run.note(
          Level.WARNING,
          "Not registered either, for reasons like these: %d more keys from '%s' to '%s'."
              .formatted(
                  refused.size() - NOTED_SINGLY,
                  printable(refused.get(NOTED_SINGLY).key()),
                  printable(refused.getLast().key())));
    }
  }

  /** Keys are data: what would move a terminal's cursor is written as its number. */
  private static String printable(String key) {
    StringBuilder text = new StringBuilder();
    key.codePoints()
        .forEach(c -> {
          if (Character.isISOControl(c)) {
            text.append("\\u%04x".formatted(c));
          } else {
            text.appendCodePoint(c);
          }
        });
    return text.toString();
  }

  /** Asked for at each batch: somebody who has lost the right stops registering. */
  private Caller caller(TaskRun run) {
    return users
        .caller(run.task().createdBy(), Scope.values())
        .orElseThrow(() ->
            Problem.of(Kind.FORBIDDEN, "user_gone", "Who asked for this has no account any more.")
                .toException());
  }

  private static Problem incomplete(PrefixProgress progress) {
    return Problem.of(
            Kind.INVALID,
            "objects_refused",
            "%d of %d objects cannot be files of the catalog; the others are."
                .formatted(progress.refusedInAll(), progress.listed()))
        .withRemedy(
            "The task's events name them with the reasons. Rename them in the bucket and register"
                + " the prefix again; what is there is skipped.");
  }

  private static <T> T read(String text, Class<T> type) {
    try {
      return JSON.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not what this class has written: " + type, e);
    }
  }
}

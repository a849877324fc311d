package io.windlass.cli.filesystems;

import io.windlass.cli.filesystems.LocalPaths.Place;
import io.windlass.cli.output.Output;
import io.windlass.cli.start.Session;
import io.windlass.client.FileSystems.FileAction;
import io.windlass.client.WindlassApiException;
import io.windlass.client.model.FailedFile;
import io.windlass.client.model.FileState;
import io.windlass.client.model.FilesDone;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The verbs of {@code windlass files} for files of file systems. */
public final class LocalFiles {
  private final Session session;
  private final Output output;

  /** For one command. */
  public LocalFiles(Session session) {
    this.session = session;
    this.output = session.output();
  }

  /**
   * Prints what is known of files. A path that fails is named and does not stop the others.
   *
   * @return the exit code
   */
  public int state(List<Path> paths, Optional<String> fileSystem) {
    LocalPaths places = LocalPaths.of(session, fileSystem);
    List<FileState> states = new ArrayList<>();
    int code = 0;
    for (Path path : paths) {
      Place place = places.place(path);
      try {
        FileState state =
            session
                .client()
                .fileSystems()
                .fileStates(place.fileSystem().id(), List.of(place.path()))
                .files()
                .getFirst();
        states.add(state);
        output.say(line(place.typed(), state));
        state.lastFailure().ifPresent(why -> output.say("  last failure: " + why));
      } catch (WindlassApiException e) {
        failed(place, e);
        code = 1;
      }
    }
    if (output.json()) {
      output.raw(Output.text(states));
    }
    return code;
  }

  private void failed(Place place, WindlassApiException e) {
    output.warn(place.typed() + ": " + e.getMessage() + " (" + e.code() + ")");
    e.remedy().ifPresent(output::hint);
  }

  /** As {@code hsm_state} prints it. */
  static String line(String path, FileState state) {
    StringBuilder line =
        new StringBuilder(path).append(String.format(Locale.ROOT, ": (0x%08x)", state.flags()));
    word(line, state.released(), "released");
    word(line, state.exists(), "exists");
    word(line, state.dirty(), "dirty");
    word(line, state.archived(), "archived");
    word(line, state.pinned(), "never_release");
    return line.append(state.exists() ? ", archive_id:1" : "").toString();
  }

  private static void word(StringBuilder line, boolean so, String word) {
    if (so) {
      line.append(' ').append(word);
    }
  }

  /**
   * Does it for each path and waits until it is done.
   *
   * @param done how people read what was done, for example {@code Restored}
   * @return the exit code: 1 when one file failed
   */
  public int act(FileAction action, String done, List<Path> paths, Optional<String> fileSystem) {
    LocalPaths places = LocalPaths.of(session, fileSystem);
    List<Place> all = paths.stream().map(places::place).toList();
    List<FailedFile> failures = new ArrayList<>();
    long succeeded = 0;
    long failed = 0;
    for (Place place : all) {
      try {
        FilesDone one =
            session
                .client()
                .fileSystems()
                .files(place.fileSystem().id(), action, List.of(place.path()));
        succeeded += one.succeeded();
        failed += one.failed();
        failures.addAll(one.failures());
        one.failures()
            .forEach(failure ->
                output.warn(
                    failure.path() + ": " + failure.message() + " (" + failure.code() + ")"));
      } catch (WindlassApiException e) {
        failed(place, e);
        failed++;
        failures.add(new FailedFile(place.path(), e.code(), String.valueOf(e.getMessage())));
      }
    }
    output.done(
        new FilesDone(succeeded, failed, failures),
        done + " " + succeeded + " files, " + failed + " failed.");
    return failed == 0 ? 0 : 1;
  }
}

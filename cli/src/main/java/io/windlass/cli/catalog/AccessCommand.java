package io.windlass.cli.catalog;

import io.windlass.cli.output.Column;
import io.windlass.cli.output.Output;
import io.windlass.cli.start.Group;
import io.windlass.cli.start.Session;
import io.windlass.client.model.AccessGrant;
import io.windlass.client.model.AccessList;
import io.windlass.client.model.Entry;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass access}. */
@Command(
    name = "access",
    description =
        "Who may do what with a folder or file. What has no list of its own has that of the nearest"
            + " folder above it with one; roles in a project are its list.")
public final class AccessCommand extends Group {
  private static final String WORDS =
      "read, download, create, update, delete, upload, change_permissions, change_settings,"
          + " moderate.";

  private final Session session;

  /** Made by the parser. */
  public AccessCommand(Session session) {
    this.session = session;
  }

  /** Shows the list. */
  @Command(name = "show", description = "The list that rules an entry.")
  public void show(
      @Parameters(paramLabel = "PATH", description = "PROJECT/a/b, or a number.") String path) {
    Entry entry = session.entry(path);
    AccessList list = session.client().accessLists().get(entry.id());
    Output output = session.output();
    if (session.options().json()) {
      output.done(list, "");
      return;
    }
    output.list(
        list.grants().stream(),
        "Nobody but administrators may do anything.",
        List.of(
            Column.number("PRINCIPAL", AccessGrant::principalId),
            Column.of("NAME", AccessGrant::name),
            Column.of("ACCESS", grant -> String.join(" ", grant.access()))));
    if (list.inherited()) {
      output.hint("Inherited from entry " + list.entryId().orElseThrow() + ".");
    }
  }

  /** Sets what one principal may do. */
  @Command(
      name = "grant",
      description = "Give a user or a group exactly this access in an entry's own list.")
  public void grant(
      @Parameters(paramLabel = "PATH", description = "PROJECT/a/b, or a number.") String path,
      @Parameters(paramLabel = "PRINCIPAL", description = "Number or name of a user or group.")
          String principal,
      @Option(
              names = "--access",
              required = true,
              split = ",",
              paramLabel = "WORD",
              description = WORDS)
          List<String> access) {
    AccessList list =
        session.client().accessLists().grant(session.entry(path).id(), principal, access);
    session.output().done(list, principal + " may " + String.join(", ", access) + " " + path + ".");
  }

  /** Takes a principal off the list. */
  @Command(name = "revoke", description = "Take a user or a group off an entry's own list.")
  public void revoke(
      @Parameters(paramLabel = "PATH", description = "PROJECT/a/b, or a number.") String path,
      @Parameters(paramLabel = "PRINCIPAL", description = "Number or name of a user or group.")
          String principal) {
    AccessList list = session.client().accessLists().revoke(session.entry(path).id(), principal);
    session.output().done(list, principal + " is not on the list of " + path + " any more.");
  }

  /** Gives an entry a list of its own. */
  @Command(
      name = "own",
      description = "Give an entry a list of its own, which says what the inherited one says.")
  public void own(
      @Parameters(paramLabel = "PATH", description = "PROJECT/a/b, or a number.") String path) {
    AccessList list = session.client().accessLists().own(session.entry(path).id());
    session.output().done(list, path + " has an access list of its own.");
  }

  /** Drops the own list. */
  @Command(name = "inherit", description = "Drop an entry's own list: that from above rules again.")
  public void inherit(
      @Parameters(paramLabel = "PATH", description = "PROJECT/a/b, or a number.") String path) {
    session.client().accessLists().delete(session.entry(path).id());
    session.output().say(path + " inherits its access list.");
  }
}

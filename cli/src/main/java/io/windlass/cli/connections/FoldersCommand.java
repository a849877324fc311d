package io.windlass.cli.connections;

import io.windlass.cli.output.Output;
import io.windlass.cli.start.Group;
import io.windlass.cli.start.Session;
import io.windlass.client.model.EffectiveLocation;
import io.windlass.client.model.Entry;
import io.windlass.client.model.Location;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code windlass folders}. */
@Command(name = "folders", description = "Where folders keep their files.")
public final class FoldersCommand extends Group {
  private final Session session;

  /** Made by the parser. */
  public FoldersCommand(Session session) {
    this.session = session;
  }

  /** Has a folder keep its files in a location. */
  @Command(name = "set-location", description = "Have a folder keep its files in a location.")
  public void setLocation(
      @Parameters(paramLabel = "FOLDER", description = "PROJECT/a/b, or its number.") String name,
      @Parameters(paramLabel = "LOCATION", description = "Number of the location.") long location) {
    Entry folder = session.entry(name);
    EffectiveLocation now = session.client().entries().setLocation(folder.id(), location);
    session.output().done(now, "Files of " + name + " go to " + place(now.location()) + ".");
  }

  /** Shows where a folder keeps its files. */
  @Command(name = "location", description = "Where a folder keeps its files.")
  public void location(
      @Parameters(paramLabel = "FOLDER", description = "PROJECT/a/b, or its number.") String name) {
    Entry folder = session.entry(name);
    EffectiveLocation now = session.client().entries().location(folder.id());
    Output.Facts facts = LocationsCommand.facts(now.location());
    now.entryId().filter(id -> id != folder.id()).ifPresent(id -> facts.add("Inherited from", id));
    session.output().one(now, facts);
  }

  /** Has a folder keep its files where its parent does. */
  @Command(
      name = "remove-location",
      description = "Have a folder keep its files where those of its parent go.")
  public void removeLocation(
      @Parameters(paramLabel = "FOLDER", description = "PROJECT/a/b, or its number.") String name) {
    session.client().entries().removeLocation(session.entry(name).id());
    session.output().say("Files of " + name + " go where those of its parent go.");
  }

  private static String place(Location location) {
    return "s3://" + location.bucket() + location.baseKey().map(key -> "/" + key).orElse("");
  }
}

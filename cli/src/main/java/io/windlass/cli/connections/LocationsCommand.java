package io.windlass.cli.connections;

import io.windlass.cli.output.Column;
import io.windlass.cli.output.Output;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.Group;
import io.windlass.cli.start.Session;
import io.windlass.client.model.Location;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code windlass locations}. */
@Command(name = "locations", description = "Connection, bucket and base key.")
public final class LocationsCommand extends Group {
  private final Session session;

  /** Made by the parser. */
  public LocationsCommand(Session session) {
    this.session = session;
  }

  /** Makes a location. */
  @Command(
      name = "create",
      description =
          "Make a location. Without a connection it is in the installation's own storage. A bucket"
              + " of yours needs the proof that you own it: an object owner.txt at the base key that"
              + " holds your name.")
  public void create(@Mixin LocationOptions options) {
    Location location = session.client().locations().create(options.location());
    Output output = session.output();
    output.one(location, facts(location));
    output.hint(
        "Next: give it to an empty folder with windlass folders set-location FOLDER "
            + location.id());
  }

  /** Lists locations. */
  @Command(name = "list", description = "Your locations, newest first.")
  public void list() {
    try (Stream<Location> locations = session.client().locations().list()) {
      session
          .output()
          .list(
              locations,
              "No locations found. Make one with: windlass locations create --connection C"
                  + " --bucket B",
              List.of(
                  Column.number("NUMBER", Location::id),
                  Column.of("KIND", Location::kind),
                  Column.of("BUCKET", Location::bucket),
                  Column.of("BASE KEY", Location::baseKey),
                  Column.of("TEMPORARY KEYS", location -> location.sts() ? "yes" : "no"),
                  Column.of("CONNECTION", Location::connectionId)));
    }
  }

  /** Shows a location. */
  @Command(name = "show", description = "One location.")
  public void show(@Parameters(paramLabel = "LOCATION", description = "Its number.") long id) {
    Location location = session.client().locations().get(id);
    session.output().one(location, facts(location));
  }

  static Output.Facts facts(Location location) {
    return new Output.Facts()
        .add("Number", location.id())
        .add("Kind", location.kind())
        .add("Connection", location.connectionId())
        .add("Bucket", location.bucket())
        .add("Base key", location.baseKey())
        .add("Temporary keys", location.sts() ? "yes" : "no")
        .add("Encryption", location.encryption())
        .add("KMS key", location.kmsKeyId())
        .add("Storage class", location.storageClass())
        .add("Description", location.description())
        .add("Banner", location.banner())
        .add("Endpoint", location.endpointUrl())
        .add("Created", Text.time(location.createdAt()));
  }
}

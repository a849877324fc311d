package io.windlass.cli.connections;

import io.windlass.cli.output.Column;
import io.windlass.cli.output.Output;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.Documents;
import io.windlass.cli.start.Group;
import io.windlass.cli.start.Session;
import io.windlass.client.model.Connection;
import io.windlass.client.model.PolicyQuery;
import io.windlass.client.model.RotatedKey;
import io.windlass.client.model.Verification;
import io.windlass.client.model.VerifyRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass connections}. */
@Command(name = "connections", description = "How S3 accounts are reached.")
public final class ConnectionsCommand extends Group {
  private final Session session;

  /** Made by the parser. */
  public ConnectionsCommand(Session session) {
    this.session = session;
  }

  /** Makes a connection. */
  @Command(name = "create", description = "Make a connection from a JSON or YAML document.")
  public void create(
      @Option(
              names = "--from-file",
              required = true,
              paramLabel = "FILE",
              description = "The document; - reads standard input. May be deleted afterwards.")
          String file,
      @Option(
              names = "--project",
              description = "Whose connection it is. Beats the document's project_id.")
          Optional<String> project) {
    Connection connection = session.client().connections().create(Documents.read(file), project);
    Output output = session.output();
    output.one(connection, facts(connection));
    output.hint(
        "Next: see what it may do with windlass connections verify "
            + connection.id()
            + " --bucket BUCKET");
  }

  /** Lists connections. */
  @Command(name = "list", description = "The connections you can see.")
  public void list(
      @Option(names = "--project", description = "Only those of this project.")
          Optional<String> project) {
    try (Stream<Connection> connections = session.client().connections().list(project)) {
      session
          .output()
          .list(
              connections,
              "No connections found. Make one with: windlass connections create --from-file FILE",
              List.of(
                  Column.of("ID", Connection::id),
                  Column.of("NAME", Connection::name),
                  Column.of("KIND", Connection::kind),
                  Column.of(
                      "STORE", c -> c.endpoint().map(Object::toString).orElse("AWS " + c.region())),
                  Column.of("STATUS", Connection::status),
                  Column.of("VERIFIED", c -> c.verifiedAt().map(Text::time))));
    }
  }

  /** Shows a connection. */
  @Command(name = "show", description = "One connection, without its secrets.")
  public void show(@Parameters(paramLabel = "CONNECTION", description = "Id or alias.") String id) {
    Connection connection = session.client().connections().get(id);
    session.output().one(connection, facts(connection));
  }

  /** Verifies a connection. */
  @Command(
      name = "verify",
      description = "Try each permission for real; ends with 1 when one that is needed is denied.")
  public int verify(
      @Parameters(paramLabel = "CONNECTION", description = "Id or alias.") String id,
      @Option(names = "--bucket", description = "Where to try. Default: the keys alone.")
          Optional<String> bucket,
      @Option(names = "--prefix", description = "Where in the bucket to try.")
          Optional<String> prefix,
      @Option(names = "--read-only", description = "Try nothing that writes.") boolean readOnly) {
    Verification verification =
        session.client().connections().verify(id, new VerifyRequest(bucket, prefix, readOnly));
    return new VerificationReport(session.output()).print(verification);
  }

  /** Changes a connection. */
  @Command(
      name = "update",
      description = "Replace keys or settings; new keys are tried before they are taken.")
  public void update(
      @Parameters(paramLabel = "CONNECTION", description = "Id or alias.") String id,
      @Option(
              names = "--from-file",
              required = true,
              paramLabel = "FILE",
              description = "What changes, as JSON or YAML; - reads standard input.")
          String file) {
    Connection connection = session.client().connections().update(id, Documents.read(file));
    session.output().one(connection, facts(connection));
  }

  /** Deletes a connection. */
  @Command(name = "delete", description = "Delete a connection that no location uses.")
  public void delete(
      @Parameters(paramLabel = "CONNECTION", description = "Id or alias.") String id) {
    session.client().connections().delete(id);
    session.output().say("Deleted connection " + id + ".");
  }

  /** Prints a policy. */
  @Command(
      name = "policy",
      description = "Print the policy document to paste into an AWS account, and nothing else.")
  public void policy(
      @Parameters(
              arity = "0..1",
              paramLabel = "CONNECTION",
              description = "Fill in what is known of this one.")
          Optional<String> connection,
      @Mixin PolicyOptions options) {
    PolicyQuery query = options.query();
    session
        .output()
        .raw(
            connection
                .map(id -> session.client().connections().policy(id, query))
                .orElseGet(() -> session.client().connections().policy(query))
                .stripTrailing());
  }

  /** Rotates the key that encrypts secrets. */
  @Command(
      name = "rotate-key",
      description = "Encrypt all stored secrets with a new key. Takes an administrator.")
  public void rotateKey() {
    RotatedKey rotated = session.client().connections().rotateKey();
    session.output().done(rotated, "Encrypted " + rotated.secrets() + " secrets with a new key.");
  }

  private static Output.Facts facts(Connection connection) {
    return new Output.Facts()
        .add("Id", connection.id())
        .add("Name", connection.name())
        .add("Project", connection.projectGuid())
        .add("Kind", connection.kind())
        .add("Store", connection.endpoint().map(Object::toString).orElse("AWS"))
        .add("Region", connection.region())
        .add("Access key id", connection.accessKeyId())
        .add("Role", connection.roleArn())
        .add("External id", connection.externalId())
        .add("Temporary keys", connection.vending())
        .add("Requester pays", connection.requesterPays() ? "yes" : "no")
        .add("Status", connection.status())
        .add("Verified", connection.verifiedAt().map(Text::time))
        .add("Problem", connection.lastProblem().map(problem -> problem.message()))
        .add("Created", Text.time(connection.createdAt()));
  }
}

package io.windlass.cli.collections;

import io.windlass.cli.output.Output;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.Documents;
import io.windlass.cli.start.Group;
import io.windlass.cli.start.Session;
import io.windlass.client.model.CollectionCredentials;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass collections credentials}. */
@Command(
    name = "credentials",
    description = "Your own credentials for a collection: used instead of its connection's.")
public final class CollectionCredentialsCommand extends Group {
  private final Session session;

  /** Made by the parser. */
  public CollectionCredentialsCommand(Session session) {
    this.session = session;
  }

  /** Shows them, without secrets. */
  @Command(name = "show", description = "Your credentials, without secrets.")
  public void show(
      @Parameters(paramLabel = "COLLECTION", description = CollectionsCommand.WHICH) String id) {
    Optional<CollectionCredentials> credentials = session.client().collections().credentials(id);
    if (credentials.isPresent()) {
      print(id, credentials.get());
    } else {
      session
          .output()
          .done(
              credentials,
              "You have no credentials of your own here. Register some with: windlass collections"
                  + " credentials set "
                  + id
                  + " --from-file FILE");
    }
  }

  /** Registers or replaces them. */
  @Command(
      name = "set",
      description =
          "Register or replace your credentials; they are tried before they are taken. Transfers"
              + " that wait for them go on.")
  public void set(
      @Parameters(paramLabel = "COLLECTION", description = CollectionsCommand.WHICH) String id,
      @Option(
              names = "--from-file",
              required = true,
              paramLabel = "FILE",
              description =
                  "JSON or YAML, written as for a connection: credentials with keys, config with"
                      + " role_arn, and expires_at; - reads standard input. May be deleted"
                      + " afterwards.")
          String file,
      @Option(
              names = "--name",
              paramLabel = "TEXT",
              description = "What to call them; stays when they are replaced.")
          Optional<String> name) {
    print(id, session.client().collections().setCredentials(id, Documents.read(file), name));
  }

  /** Forgets them. */
  @Command(
      name = "delete",
      description = "Forget your credentials. Transfers that need them wait for others.")
  public void delete(
      @Parameters(paramLabel = "COLLECTION", description = CollectionsCommand.WHICH) String id) {
    session.client().collections().deleteCredentials(id);
    session.output().say("Deleted your credentials for " + id + ".");
  }

  private void print(String id, CollectionCredentials credentials) {
    Output output = session.output();
    output.one(
        credentials,
        new Output.Facts()
            .add("Collection", id)
            .add("Name", credentials.displayName())
            .add("Kind", credentials.kind())
            .add("Access key id", credentials.accessKeyId())
            .add("Role", credentials.roleArn())
            .add("External id", credentials.externalId())
            .add("Session token", credentials.temporary() ? "yes" : "no")
            .add("Requester pays", credentials.requesterPays() ? "yes" : "no")
            .add("Expires", credentials.expiresAt().map(Text::time))
            .add("Registered", Text.time(credentials.registeredAt()))
            .add("Age", credentials.age())
            .add("Status", credentials.status())
            .add("Problem", credentials.lastProblem().map(problem -> problem.message())));
    switch (credentials.age()) {
      case "aging" -> output.hint("These are 75 days old: replace them before they are 90.");
      case "old" -> output.warn("These credentials are older than 90 days: replace them.");
      default -> {}
    }
  }
}

package io.windlass.cli.credentials;

import io.windlass.cli.output.Column;
import io.windlass.cli.output.Output;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.DurationConverter;
import io.windlass.cli.start.Group;
import io.windlass.cli.start.Session;
import io.windlass.client.model.Credentials;
import io.windlass.client.model.CredentialsRequest;
import io.windlass.client.model.IssuedCredentials;
import io.windlass.client.model.RevokedCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass credentials}. */
@Command(name = "credentials", description = "Temporary keys that reach one folder.")
public final class CredentialsCommand extends Group {
  private final Session session;

  /** Made by the parser. */
  public CredentialsCommand(Session session) {
    this.session = session;
  }

  /** Gets keys. */
  @Command(
      name = "get",
      description = {
        "Get temporary keys for the location of a folder and nothing else.",
        "With --format process they are what credential_process wants, kept until near their end."
      })
  public void get(
      @Parameters(paramLabel = "FOLDER", description = "PROJECT/a/b, or its number.") String name,
      @Option(
              names = "--permission",
              required = true,
              paramLabel = "PERMISSION",
              description = "read_only or read_write.")
          String permission,
      @Option(
              names = "--format",
              paramLabel = "FORMAT",
              description = "${COMPLETION-CANDIDATES}. Default: json.")
          Optional<KeyFormat> format,
      @Option(
              names = "--duration",
              converter = DurationConverter.class,
              description = "How long they live, for example 1h. Default: 12 hours.")
          Optional<Duration> duration) {
    KeyFormat chosen = format.orElse(KeyFormat.JSON);
    CredentialsRequest request =
        new CredentialsRequest(permission, duration.map(Duration::toSeconds));
    Credentials keys =
        switch (chosen) {
          case PROCESS -> kept(name, request);
          case JSON, ENV, BOTO, SHELL, CMD, POWERSHELL -> issue(name, request);
        };
    session.output().raw(chosen.print(keys));
  }

  private Credentials issue(String folder, CredentialsRequest request) {
    return session.client().credentials().issue(session.entry(folder).id(), request);
  }

  private Credentials kept(String folder, CredentialsRequest request) {
    String purpose =
        String.join(
            "\n",
            session.client().server().toString(),
            session.token().orElse(""),
            folder,
            request.toString());
    return new KeyCache(session.places().cache())
        .get(purpose, Instant.now(), () -> issue(folder, request));
  }

  /** Lists what was given out. */
  @Command(name = "list", description = "Keys that were given out, newest first.")
  public void list() {
    try (Stream<IssuedCredentials> issued = session.client().credentials().list()) {
      session
          .output()
          .list(
              issued,
              "No keys were given out.",
              List.of(
                  Column.of("ID", IssuedCredentials::id),
                  Column.of("STATE", IssuedCredentials::state),
                  Column.of("PERMISSION", IssuedCredentials::permission),
                  Column.of("REACHES", keys -> "s3://" + keys.bucket() + "/" + keys.prefix()),
                  Column.number("USER", IssuedCredentials::userId),
                  Column.of("ISSUED", keys -> Text.time(keys.issuedAt())),
                  Column.of("EXPIRES", keys -> Text.time(keys.expiresAt()))));
    }
  }

  /** Revokes keys. */
  @Command(name = "revoke", description = "Revoke keys, at once where their store can.")
  public void revoke(
      @Parameters(paramLabel = "ID", description = "As windlass credentials list shows it.")
          String id) {
    RevokedCredentials revoked = session.client().credentials().revoke(id);
    new KeyCache(session.places().cache()).forget(id);
    Output output = session.output();
    boolean atOnce = !revoked.worksUntil().isAfter(Instant.now());
    output.done(
        revoked,
        atOnce
            ? "Revoked " + id + ": the store refuses these keys from now on."
            : "Revoked "
                + id
                + ". The store cannot recall them: they work until "
                + Text.time(revoked.worksUntil())
                + ".");
    revoked.remedy().ifPresent(output::hint);
  }
}

package io.windlass.cli.people;

import io.windlass.cli.output.Column;
import io.windlass.cli.output.Output;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.DurationConverter;
import io.windlass.cli.start.Group;
import io.windlass.cli.start.Session;
import io.windlass.client.model.AwsKeys;
import io.windlass.client.model.CreatedAwsKeys;
import io.windlass.client.model.CreatedToken;
import io.windlass.client.model.NewAwsKeys;
import io.windlass.client.model.NewToken;
import io.windlass.client.model.Token;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass tokens}. */
@Command(name = "tokens", description = "Personal access tokens and SigV4 key pairs.")
public final class TokensCommand extends Group {
  private static final String ONCE = "It is shown this once: keep it where only you can read it.";

  private final Session session;

  /** Made by the parser. */
  public TokensCommand(Session session) {
    this.session = session;
  }

  /** Makes a token. */
  @Command(name = "create", description = "Make a token; its text is printed once.")
  public void create(
      @Option(names = "--name", required = true, description = "What you call it.") String name,
      @Option(
              names = "--scopes",
              split = ",",
              paramLabel = "SCOPE",
              description =
                  "What it may be used for: view, modify, download, admin. Default: all that your"
                      + " present token may.")
          List<String> scopes,
      @Option(
              names = "--lifetime",
              converter = DurationConverter.class,
              description = "When it ends, for example 30d. Default: never.")
          Optional<Duration> lifetime,
      @Option(
              names = "--user",
              description =
                  "Number or name of whom it is for. Takes an administrator; default scopes are then"
                      + " view, modify, download.")
          Optional<String> user) {
    List<String> usual = user.isPresent() ? List.of() : session.client().whoAmI().scopes();
    NewToken wanted =
        new NewToken(name, scopes == null ? usual : scopes, lifetime.map(Duration::toSeconds));
    CreatedToken token =
        user.map(other -> session.client().tokens().create(wanted, other))
            .orElseGet(() -> session.client().tokens().create(wanted));
    Output output = session.output();
    output.one(
        token,
        new Output.Facts()
            .add("Token", token.token())
            .add("Id", token.id())
            .add("Scopes", String.join(" ", token.scopes()))
            .add("Expires", token.expiresAt().map(Text::time).orElse("never")));
    output.hint(ONCE);
  }

  /** Lists tokens. */
  @Command(name = "list", description = "Your tokens, or another user's, without their texts.")
  public void list(
      @Option(
              names = "--user",
              description = "Number or name of whose they are. Takes an administrator.")
          Optional<String> user) {
    try (Stream<Token> tokens = session.client().tokens().list(user)) {
      session
          .output()
          .list(
              tokens,
              user.map(name -> name + " has no tokens.")
                  .orElse("You have no tokens. Make one with: windlass tokens create --name NAME"),
              List.of(
                  Column.of("ID", Token::id),
                  Column.of("NAME", Token::name),
                  Column.of("SCOPES", token -> String.join(" ", token.scopes())),
                  Column.of("CREATED", token -> Text.time(token.createdAt())),
                  Column.of("EXPIRES", token -> token.expiresAt().map(Text::time).orElse("never")),
                  Column.of("LAST USED", token -> token.lastUsedAt().map(Text::time))));
    }
  }

  /** Ends a token. */
  @Command(
      name = "revoke",
      description = "End a token at once; an administrator also another user's.")
  public void revoke(
      @Parameters(paramLabel = "TOKEN", description = "As windlass tokens list shows it.")
          String id) {
    session.client().tokens().revoke(id);
    session.output().say("Revoked token " + id + ".");
  }

  /** Makes a key pair, or lists them. */
  @Command(
      name = "aws-keys",
      description = "Make a SigV4 key pair for the AWS-dialect endpoints; printed once.")
  public void awsKeys(
      @Option(
              names = "--name",
              defaultValue = "command line",
              description = "What you call it. Default: ${DEFAULT-VALUE}.")
          String name,
      @Option(names = "--list", description = "List your key pairs instead of making one.")
          boolean list,
      @Option(
              names = "--revoke",
              paramLabel = "ACCESS_KEY_ID",
              description = "End a key pair at once instead of making one.")
          Optional<String> revoke) {
    Output output = session.output();
    if (revoke.isPresent()) {
      session.client().awsKeys().revoke(revoke.get());
      output.say("Revoked key pair " + revoke.get() + ".");
      return;
    }
    if (list) {
      try (Stream<AwsKeys> keys = session.client().awsKeys().list()) {
        output.list(
            keys,
            "You have no key pairs. Make one with: windlass tokens aws-keys",
            List.of(
                Column.of("ACCESS KEY ID", AwsKeys::accessKeyId),
                Column.of("NAME", AwsKeys::name),
                Column.of("CREATED", pair -> Text.time(pair.createdAt()))));
      }
      return;
    }
    CreatedAwsKeys keys = session.client().awsKeys().create(new NewAwsKeys(name));
    output.one(
        keys,
        new Output.Facts()
            .add("Access key id", keys.accessKeyId())
            .add("Secret access key", keys.secretAccessKey())
            .add("Endpoint", keys.endpoint())
            .add("Region", keys.region()));
    output.hint(ONCE);
  }
}

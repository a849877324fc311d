package io.windlass.cli.people;

import io.windlass.cli.output.Column;
import io.windlass.cli.output.Output;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.Group;
import io.windlass.cli.start.Session;
import io.windlass.client.model.Identity;
import io.windlass.client.model.NewUser;
import io.windlass.client.model.User;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass users}. */
@Command(name = "users", description = "People and programs that have an account.")
public final class UsersCommand extends Group {
  private final Session session;

  /** Made by the parser. */
  public UsersCommand(Session session) {
    this.session = session;
  }

  /** Makes a user. */
  @Command(name = "create", description = "Make a user. Takes an administrator.")
  public void create(
      @Option(names = "--name", required = true, description = "Unique.") String name,
      @Option(names = "--display-name", description = "For people to read.")
          Optional<String> displayName,
      @Option(names = "--email", description = "May be given several times.") List<String> emails,
      @Option(names = "--administrator", description = "Grant every right.")
          boolean administrator) {
    User user =
        session
            .client()
            .users()
            .create(
                new NewUser(name, displayName, emails == null ? List.of() : emails, administrator));
    session.output().done(user, "Made user " + user.name() + " with number " + user.id() + ".");
  }

  /** Lists users. */
  @Command(name = "list", description = "All users.")
  public void list() {
    try (Stream<User> users = session.client().users().list()) {
      session
          .output()
          .list(
              users,
              "There are no users.",
              List.of(
                  Column.number("NUMBER", User::id),
                  Column.of("NAME", User::name),
                  Column.of("DISPLAY NAME", User::displayName),
                  Column.of("EMAILS", user -> String.join(" ", user.emails())),
                  Column.of("ADMINISTRATOR", user -> user.administrator() ? "yes" : "no"),
                  Column.of("CREATED", user -> Text.time(user.createdAt()))));
    }
  }

  /** Shows a user. */
  @Command(name = "show", description = "One user; without a name, who you are.")
  public void show(
      @Parameters(arity = "0..1", paramLabel = "USER", description = "Number or name.")
          Optional<String> name) {
    if (name.isPresent()) {
      User user = session.client().users().get(name.get());
      session.output().one(user, facts(user));
    } else {
      Identity identity = session.client().whoAmI();
      session
          .output()
          .one(identity, facts(identity.user()).add("Scopes", String.join(" ", identity.scopes())));
    }
  }

  private static Output.Facts facts(User user) {
    return new Output.Facts()
        .add("Number", user.id())
        .add("Name", user.name())
        .add("Display name", user.displayName())
        .add("Emails", Optional.of(String.join(" ", user.emails())).filter(text -> !text.isEmpty()))
        .add("Administrator", user.administrator() ? "yes" : "no")
        .add("Created", Text.time(user.createdAt()));
  }
}

package io.windlass.cli.people;

import io.windlass.cli.output.Column;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.Session;
import io.windlass.client.model.Group;
import io.windlass.client.model.NewGroup;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass groups}. */
@Command(name = "groups", description = "Users under one name.")
public final class GroupsCommand extends io.windlass.cli.start.Group {
  private final Session session;

  /** Made by the parser. */
  public GroupsCommand(Session session) {
    this.session = session;
  }

  /** Makes a group. */
  @Command(name = "create", description = "Make a group; you are its first member.")
  public void create(
      @Option(names = "--name", required = true, description = "Unique.") String name,
      @Option(names = "--description", description = "For people to read.")
          Optional<String> description) {
    Group group = session.client().groups().create(new NewGroup(name, description));
    session.output().done(group, "Made group " + group.name() + " with number " + group.id() + ".");
  }

  /** Lists groups. */
  @Command(name = "list", description = "All groups.")
  public void list() {
    try (Stream<Group> groups = session.client().groups().list()) {
      session
          .output()
          .list(
              groups,
              "There are no groups. Make one with: windlass groups create --name NAME",
              List.of(
                  Column.number("NUMBER", Group::id),
                  Column.of("NAME", Group::name),
                  Column.of("DESCRIPTION", Group::description),
                  Column.of(
                      "MEMBERS",
                      group ->
                          group.members().stream()
                              .map(String::valueOf)
                              .collect(Collectors.joining(" "))),
                  Column.of("CREATED", group -> Text.time(group.createdAt()))));
    }
  }

  /** Puts a user into a group. */
  @Command(name = "add-member", description = "Put a user into a group.")
  public void addMember(
      @Parameters(paramLabel = "GROUP", description = "Number of the group.") long group,
      @Parameters(paramLabel = "USER", description = "Number or name of the user.") String user) {
    session.client().groups().addMember(group, session.client().users().get(user).id());
    session.output().say("User " + user + " is in group " + group + ".");
  }

  /** Takes a user out of a group. */
  @Command(name = "remove-member", description = "Take a user out of a group.")
  public void removeMember(
      @Parameters(paramLabel = "GROUP", description = "Number of the group.") long group,
      @Parameters(paramLabel = "USER", description = "Number or name of the user.") String user) {
    session.client().groups().removeMember(group, session.client().users().get(user).id());
    session.output().say("User " + user + " is not in group " + group + ".");
  }
}

package io.windlass.cli.catalog;

import io.windlass.cli.output.Column;
import io.windlass.cli.start.Group;
import io.windlass.cli.start.Session;
import io.windlass.client.model.Member;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass projects members}. */
@Command(name = "members", description = "Who has which role in a project.")
public final class MembersCommand extends Group {
  private final Session session;

  /** Made by the parser. */
  public MembersCommand(Session session) {
    this.session = session;
  }

  /** Lists members. */
  @Command(name = "list", description = "Users and groups that have a role.")
  public void list(
      @Parameters(paramLabel = "PROJECT", description = "Name, guid, alias or number.")
          String project) {
    try (Stream<Member> members = session.client().projects().members(project)) {
      session
          .output()
          .list(
              members,
              "The project has no members.",
              List.of(
                  Column.number("PRINCIPAL", Member::principalId),
                  Column.of("NAME", Member::name),
                  Column.of("ROLE", Member::role)));
    }
  }

  /** Gives a role. */
  @Command(name = "set", description = "Give a user or a group a role.")
  public void set(
      @Parameters(paramLabel = "PROJECT", description = "Name, guid, alias or number.")
          String project,
      @Parameters(paramLabel = "PRINCIPAL", description = "Number or name of a user or group.")
          String principal,
      @Option(names = "--role", required = true, description = "owner, editor or reader.")
          String role) {
    session.client().projects().setRole(project, principal, role);
    session.output().say(principal + " is " + role + " of " + project + ".");
  }

  /** Takes every role away. */
  @Command(name = "remove", description = "Take every role away.")
  public void remove(
      @Parameters(paramLabel = "PROJECT", description = "Name, guid, alias or number.")
          String project,
      @Parameters(paramLabel = "PRINCIPAL", description = "Number or name of a user or group.")
          String principal) {
    session.client().projects().removeMember(project, principal);
    session.output().say(principal + " has no role in " + project + ".");
  }
}

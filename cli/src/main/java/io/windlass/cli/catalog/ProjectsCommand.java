package io.windlass.cli.catalog;

import io.windlass.cli.output.Column;
import io.windlass.cli.output.Output;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.Group;
import io.windlass.cli.start.Session;
import io.windlass.client.model.NewProject;
import io.windlass.client.model.Project;
import io.windlass.client.model.ProjectChange;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass projects}. */
@Command(
    name = "projects",
    description = "Owners of everything below them.",
    subcommands = MembersCommand.class)
public final class ProjectsCommand extends Group {
  private final Session session;

  /** Made by the parser. */
  public ProjectsCommand(Session session) {
    this.session = session;
  }

  /** Makes a project. */
  @Command(name = "create", description = "Make a project; you are its owner.")
  public void create(
      @Option(names = "--name", required = true, description = "Unique.") String name,
      @Option(names = "--description", description = "For people to read.")
          Optional<String> description,
      @Option(names = "--region", description = "Where its data is meant to be.")
          Optional<String> region) {
    Project project = session.client().projects().create(new NewProject(name, description, region));
    Output output = session.output();
    output.one(project, facts(project));
    output.hint(
        "Next: connect a bucket with windlass connections create --project "
            + project.name()
            + " --from-file FILE");
  }

  /** Lists projects. */
  @Command(name = "list", description = "The projects you can see.")
  public void list() {
    print(Optional.empty());
  }

  /** Searches projects. */
  @Command(name = "search", description = "The projects whose name holds a text, in any case.")
  public void search(
      @Option(names = "--query", required = true, description = "Part of the name.") String query) {
    print(Optional.of(query));
  }

  private void print(Optional<String> query) {
    try (Stream<Project> projects = session.client().projects().list(query)) {
      session
          .output()
          .list(
              projects,
              "No projects found. Make one with: windlass projects create --name NAME",
              List.of(
                  Column.number("NUMBER", Project::id),
                  Column.of("NAME", Project::name),
                  Column.of("GUID", Project::guid),
                  Column.of("ALIAS", Project::alias),
                  Column.of("REGION", Project::region),
                  Column.of("CREATED", project -> Text.time(project.createdAt()))));
    }
  }

  /** Shows a project. */
  @Command(name = "show", description = "One project.")
  public void show(
      @Parameters(paramLabel = "PROJECT", description = "Name, guid, alias or number.")
          String name) {
    Project project = session.client().projects().get(name);
    session.output().one(project, facts(project));
  }

  /** Changes a project. */
  @Command(name = "update", description = "Change name, description or region.")
  public void update(
      @Parameters(paramLabel = "PROJECT", description = "Name, guid, alias or number.") String name,
      @Option(names = "--name", description = "A new name.") Optional<String> newName,
      @Option(names = "--description", description = "A new description.")
          Optional<String> description,
      @Option(names = "--region", description = "A new region.") Optional<String> region) {
    Project project =
        session
            .client()
            .projects()
            .update(name, new ProjectChange(newName, description, region, Optional.empty()));
    session.output().one(project, facts(project));
  }

  /** Puts a project into the trash. */
  @Command(name = "delete", description = "Put a project and all in it into the trash.")
  public void delete(
      @Parameters(paramLabel = "PROJECT", description = "Name, guid, alias or number.")
          String name) {
    Project project = session.client().projects().get(name);
    session.client().projects().delete(String.valueOf(project.id()));
    session
        .output()
        .say(
            "Project "
                + project.name()
                + " is in the trash. Get it back with: windlass trash restore "
                + project.id());
  }

  private static Output.Facts facts(Project project) {
    return new Output.Facts()
        .add("Number", project.id())
        .add("Name", project.name())
        .add("Guid", project.guid())
        .add("Alias", project.alias())
        .add("Region", project.region())
        .add("Description", project.description())
        .add("Created", Text.time(project.createdAt()));
  }
}

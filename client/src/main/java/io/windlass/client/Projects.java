package io.windlass.client;

import io.windlass.client.model.Member;
import io.windlass.client.model.MemberRole;
import io.windlass.client.model.NewProject;
import io.windlass.client.model.Project;
import io.windlass.client.model.ProjectChange;
import java.util.Optional;
import java.util.stream.Stream;

/** Projects and their members. A project is named by number, guid, alias or name. Thread-safe. */
public final class Projects {
  private final Http http;

  Projects(Http http) {
    this.http = http;
  }

  /** Makes a project; the caller becomes its owner. */
  public Project create(NewProject project) {
    return http.call("POST", "projects").json(project).as(Project.class);
  }

  /**
   * The projects that the caller can see.
   *
   * @param query part of the name, in any case; absent is all
   */
  public Stream<Project> list(Optional<String> query) {
    return http.call("GET", "projects").query("query", query).asItems(Project.class);
  }

  /** One project. */
  public Project get(String project) {
    return http.call("GET", "projects", project).as(Project.class);
  }

  /** Changes a project. */
  public Project update(String project, ProjectChange change) {
    return http.call("PATCH", "projects", project).json(change).as(Project.class);
  }

  /** Puts a project and all that is in it into the trash. */
  public void delete(String project) {
    http.call("DELETE", "projects", project).send();
  }

  /** Who has a role in the project. */
  public Stream<Member> members(String project) {
    return http.call("GET", "projects", project, "members").asItems(Member.class);
  }

  /**
   * Gives a role.
   *
   * @param principal the number or the name of a user or a group
   * @param role {@code owner}, {@code editor} or {@code reader}
   */
  public void setRole(String project, String principal, String role) {
    http.call("PUT", "projects", project, "members", principal).json(new MemberRole(role)).send();
  }

  /** Takes every role away. */
  public void removeMember(String project, String principal) {
    http.call("DELETE", "projects", project, "members", principal).send();
  }
}

package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.AccessLists;
import io.windlass.catalog.Entries;
import io.windlass.catalog.Entry;
import io.windlass.catalog.EntryChange;
import io.windlass.catalog.Role;
import io.windlass.catalog.Trash;
import io.windlass.catalog.identity.Principal;
import io.windlass.catalog.identity.Principals;
import io.windlass.client.model.Member;
import io.windlass.client.model.MemberRole;
import io.windlass.client.model.NewProject;
import io.windlass.client.model.Page;
import io.windlass.client.model.Project;
import io.windlass.client.model.ProjectChange;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Paging;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Projects and their members. A project is named by its name, guid, alias or entry id. */
@Path("/api/v1/projects")
@RunOnVirtualThread
public class ProjectsResource {
  private final CurrentCaller caller;
  private final Entries entries;
  private final AccessLists accessLists;
  private final Trash trash;
  private final Principals principals;

  ProjectsResource(
      CurrentCaller caller,
      Entries entries,
      AccessLists accessLists,
      Trash trash,
      Principals principals) {
    this.caller = caller;
    this.entries = entries;
    this.accessLists = accessLists;
    this.trash = trash;
    this.principals = principals;
  }

  /** Makes a project, whose owner is the caller. */
  @POST
  public Project create(NewProject project) {
    NewProject wanted = required(project);
    return CatalogRecords.project(
        entries.createProject(
            caller.get(),
            new io.windlass.catalog.NewProject(
                required("name", wanted.name()),
                Optional.empty(),
                wanted.description(),
                wanted.region())));
  }

  /** The projects that the caller may read, by name. */
  @GET
  public Page<Project> list(
      @QueryParam("query") Optional<String> query,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("limit") Optional<String> limit) {
    io.windlass.foundation.Page page = Paging.page(cursor, limit);
    io.windlass.foundation.Page.Of<Entry> slice =
        entries.searchProjects(caller.get(), query.orElse(""), page);
    return CatalogRecords.page(slice.items(), slice.nextCursor(), CatalogRecords::project);
  }

  /** One project. */
  @GET
  @Path("{project}")
  public Project get(@PathParam("project") String project) {
    return CatalogRecords.project(find(project));
  }

  /** Changes name, description or region. */
  @PATCH
  @Path("{project}")
  public Project update(@PathParam("project") String project, ProjectChange change) {
    ProjectChange wanted = required(change);
    return CatalogRecords.project(
        entries.update(
            caller.get(),
            new EntryChange(
                find(project).id(),
                wanted.etag(),
                wanted.name(),
                Optional.empty(),
                wanted.description(),
                Optional.empty(),
                wanted.region(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                EntryChange.Versioning.WHEN_CONTENT_DIFFERS)));
  }

  /** Puts a project with all below it into the trash. */
  @DELETE
  @Path("{project}")
  public void delete(@PathParam("project") String project) {
    trash.put(caller.get(), find(project).id());
  }

  /** Who is on the project's access list. */
  @GET
  @Path("{project}/members")
  public Page<Member> members(@PathParam("project") String project) {
    List<io.windlass.catalog.Member> members =
        accessLists.members(caller.get(), find(project).id());
    Map<Long, String> names =
        principals
            .find(members.stream().map(io.windlass.catalog.Member::principalId).toList())
            .stream()
            .collect(Collectors.toMap(Principal::id, Principal::name));
    return CatalogRecords.page(
        members,
        Optional.empty(),
        member -> member(member, names.getOrDefault(member.principalId(), "")));
  }

  /** Gives a user or group, by id or name, exactly this role. */
  @PUT
  @Path("{project}/members/{principal}")
  public Member setRole(
      @PathParam("project") String project,
      @PathParam("principal") String principal,
      MemberRole role) {
    Role wanted =
        CatalogRecords.byWord(Role.class, "role", required("role", required(role).role()));
    Principal who = principals.get(principal);
    return member(
        accessLists.setRole(caller.get(), find(project).id(), who.id(), wanted), who.name());
  }

  /** Takes somebody off the list. */
  @DELETE
  @Path("{project}/members/{principal}")
  public void removeMember(
      @PathParam("project") String project, @PathParam("principal") String principal) {
    accessLists.removeMember(caller.get(), find(project).id(), principals.get(principal).id());
  }

  private Entry find(String project) {
    return entries.project(caller.get(), project);
  }

  private static Member member(io.windlass.catalog.Member member, String name) {
    return new Member(
        member.principalId(), name, member.role().map(CatalogRecords::word).orElse("custom"));
  }
}

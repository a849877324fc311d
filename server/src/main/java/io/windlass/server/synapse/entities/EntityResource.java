package io.windlass.server.synapse.entities;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.Catalog;
import io.windlass.catalog.Entry;
import io.windlass.catalog.EntryChange;
import io.windlass.catalog.EntryType;
import io.windlass.catalog.NewFile;
import io.windlass.catalog.NewFolder;
import io.windlass.catalog.NewProject;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.foundation.Ids;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Requires;
import io.windlass.server.synapse.ConcreteType;
import io.windlass.server.synapse.EntityIds;
import io.windlass.server.synapse.HandleIds;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Entities one by one: creating, reading, changing, deleting, annotations, where they are. */
@Path("/repo/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class EntityResource {
  private final Catalog catalog;
  private final CurrentCaller caller;

  EntityResource(Catalog catalog, CurrentCaller caller) {
    this.catalog = catalog;
    this.caller = caller;
  }

  /** Creates a project, folder or file. One without a name is called by its id. */
  @POST
  @Path("entity")
  @ResponseStatus(201)
  @Requires(
      value = {Scope.VIEW, Scope.MODIFY},
      anonymous = true)
  public EntityDocument create(EntityDocument wanted) {
    EntryType type = ConcreteType.parse(wanted.concreteType());
    if (wanted.name().isPresent()) {
      return Translation.entity(create(type, wanted.name().get(), wanted));
    }
    Entry unnamed = create(type, Ids.create("unnamed-"), wanted);
    return Translation.entity(
        catalog
            .entries()
            .update(
                caller.get(), EntryChange.of(unnamed.id()).withName(EntityIds.show(unnamed.id()))));
  }

  private Entry create(EntryType type, String name, EntityDocument wanted) {
    return switch (type) {
      case PROJECT -> {
        if (EntityIds.parseParent(wanted.parentId()).isPresent()) {
          throw invalid("wrong_parent_type", "A project cannot lie in anything.");
        }
        yield catalog
            .entries()
            .createProject(
                caller.get(),
                new NewProject(name, Optional.empty(), wanted.description(), Optional.empty()));
      }
      case FOLDER ->
          catalog
              .entries()
              .createFolder(
                  caller.get(), new NewFolder(parent(wanted), name, wanted.description()));
      case FILE -> createFile(name, wanted);
    };
  }

  private Entry createFile(String name, EntityDocument wanted) {
    long handle =
        handle(wanted)
            .orElseThrow(() -> invalid("file_handle_missing", "A file needs a dataFileHandleId."));
    return catalog
        .entries()
        .createFile(
            caller.get(),
            new NewFile(
                parent(wanted),
                name,
                handle,
                wanted.description(),
                wanted.versionLabel(),
                wanted.versionComment()));
  }

  /** An entity, a file with its latest version. */
  @GET
  @Path("entity/{id}")
  @Requires(value = Scope.VIEW, anonymous = true)
  public EntityDocument get(@PathParam("id") String id) {
    return Translation.entity(catalog.entries().get(caller.get(), EntityIds.parse(id)));
  }

  /** Changes an entity: name, place, description, content. */
  @PUT
  @Path("entity/{id}")
  @Requires(
      value = {Scope.VIEW, Scope.MODIFY},
      anonymous = true)
  public EntityDocument update(
      @PathParam("id") String path,
      @QueryParam("newVersion") boolean newVersion,
      EntityDocument wanted) {
    long id = EntityIds.parse(path);
    if (wanted.id().isPresent() && EntityIds.parse(wanted.id().get()) != id) {
      throw invalid("id_mismatch", "The id in the body is not the one in the address.");
    }
    Caller who = caller.get();
    Entry present = catalog.entries().get(who, id);
    if (wanted.concreteType().isPresent()
        && ConcreteType.parse(wanted.concreteType()) != present.type()) {
      throw invalid("type_is_fixed", "An entity keeps its type.");
    }
    EntryChange change =
        new EntryChange(
            id,
            Optional.of(wanted.etag().orElse("")),
            wanted.name(),
            EntityIds.parseParent(wanted.parentId()),
            wanted.description(),
            Optional.empty(),
            Optional.empty(),
            present.type() == EntryType.FILE ? handle(wanted) : Optional.empty(),
            wanted.versionLabel().filter(_ -> present.type() == EntryType.FILE),
            wanted.versionComment().filter(_ -> present.type() == EntryType.FILE),
            newVersion && present.type() == EntryType.FILE
                ? EntryChange.Versioning.ALWAYS
                : EntryChange.Versioning.WHEN_CONTENT_DIFFERS);
    return Translation.entity(catalog.entries().update(who, change));
  }

  /** Puts an entity into the trash, or forgets it for good. */
  @DELETE
  @Path("entity/{id}")
  @Requires(value = Scope.MODIFY, anonymous = true)
  public void delete(
      @PathParam("id") String path, @QueryParam("skipTrashCan") boolean skipTrashCan) {
    long id = EntityIds.parse(path);
    catalog.trash().put(caller.get(), id);
    if (skipTrashCan) {
      catalog.trash().purge(caller.get(), id);
    }
  }

  /** From the root down to the entity. */
  @GET
  @Path("entity/{id}/path")
  @Requires(value = Scope.VIEW, anonymous = true)
  public EntityPath path(@PathParam("id") String id) {
    return path(EntityIds.parse(id));
  }

  EntityPath path(long id) {
    List<EntityHeader> path = new ArrayList<>(List.of(Translation.root()));
    catalog.entries().ancestors(caller.get(), id).stream()
        .map(Translation::header)
        .forEach(path::add);
    return new EntityPath(path);
  }

  /** The header of an entity, which tells its type. */
  @GET
  @Path("entity/{id}/type")
  @Requires(value = Scope.VIEW, anonymous = true)
  public EntityHeader type(@PathParam("id") String id) {
    return Translation.header(catalog.entries().get(caller.get(), EntityIds.parse(id)));
  }

  /** An entity's annotations. */
  @GET
  @Path("entity/{id}/annotations2")
  @Requires(value = Scope.VIEW, anonymous = true)
  public AnnotationsDocument annotations(@PathParam("id") String id) {
    return Translation.annotations(
        catalog.entries().annotations(caller.get(), EntityIds.parse(id)));
  }

  /** Replaces an entity's annotations. */
  @PUT
  @Path("entity/{id}/annotations2")
  @Requires(
      value = {Scope.VIEW, Scope.MODIFY},
      anonymous = true)
  public AnnotationsDocument annotate(@PathParam("id") String id, AnnotationsDocument wanted) {
    return Translation.annotations(
        catalog
            .entries()
            .putAnnotations(caller.get(), Translation.annotations(EntityIds.parse(id), wanted)));
  }

  /** Files by MD5: Windlass keeps no such index for others to search. */
  @GET
  @Path("entity/md5/{md5}")
  @Requires(value = Scope.VIEW, anonymous = true)
  public Children.Headers byMd5(@PathParam("md5") String md5) {
    return new Children.Headers(List.of(), 0);
  }

  private static long parent(EntityDocument wanted) {
    return EntityIds.parseParent(wanted.parentId())
        .orElseThrow(
            () -> invalid("wrong_parent_type", "A folder or file lies in a project or a folder."));
  }

  private static Optional<Long> handle(EntityDocument wanted) {
    if (wanted.fileNameOverride().isPresent()) {
      throw invalid(
          "file_name_override", "fileNameOverride is not supported: give the handle the name.");
    }
    return wanted.dataFileHandleId().map(HandleIds::parse);
  }

  private static RuntimeException invalid(String code, String message) {
    return Problem.of(Kind.INVALID, code, message).toException();
  }
}

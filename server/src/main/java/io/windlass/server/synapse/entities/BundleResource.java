package io.windlass.server.synapse.entities;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.Access;
import io.windlass.catalog.AccessLists;
import io.windlass.catalog.Catalog;
import io.windlass.catalog.Entry;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Requires;
import io.windlass.server.synapse.ConcreteType;
import io.windlass.server.synapse.EntityIds;
import io.windlass.server.synapse.files.FileHandleDocument;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Everything about one entity in one answer: what clients mostly read. */
@Path("/repo/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class BundleResource {
  private final Catalog catalog;
  private final EntityResource entities;
  private final AccessResource access;
  private final CurrentCaller caller;

  BundleResource(
      Catalog catalog, EntityResource entities, AccessResource access, CurrentCaller caller) {
    this.catalog = catalog;
    this.entities = entities;
    this.access = access;
    this.caller = caller;
  }

  /** The bundle of an entity, a file in its latest version. */
  @POST
  @Path("entity/{id}/bundle2")
  @Requires(value = Scope.VIEW, anonymous = true)
  public Bundle latest(@PathParam("id") String id, Bundle.Request wanted) {
    return bundle(catalog.entries().get(caller.get(), EntityIds.parse(id)), wanted);
  }

  /** The bundle of a version. */
  @POST
  @Path("entity/{id}/version/{version}/bundle2")
  @Requires(value = Scope.VIEW, anonymous = true)
  public Bundle version(
      @PathParam("id") String id, @PathParam("version") long version, Bundle.Request wanted) {
    return bundle(catalog.versions().get(caller.get(), EntityIds.parse(id), version), wanted);
  }

  private Bundle bundle(Entry entry, Bundle.Request wanted) {
    Caller who = caller.get();
    long id = entry.id();
    AccessLists lists = catalog.accessLists();
    return new Bundle(
        when(wanted.includeEntity(), () -> Translation.entity(entry)),
        when(wanted.includeEntity(), () -> ConcreteType.word(entry.type())),
        when(
            wanted.includeAnnotations(),
            () -> Translation.annotations(catalog.entries().annotations(who, id))),
        when(wanted.includePermissions(), () -> access.permissions(entry)),
        when(wanted.includeEntityPath(), () -> entities.path(id)),
        when(wanted.includeHasChildren(), () -> catalog.entries().hasChildren(who, id)),
        wanted.includeAccessControlList()
            ? lists.find(who, id).map(Translation::accessList)
            : Optional.empty(),
        wanted.includeBenefactorACL()
            ? lists.find(who, entry.benefactorId()).map(Translation::accessList)
            : Optional.empty(),
        wanted.includeFileName()
            ? entry.version().map(version -> version.file().fileName())
            : Optional.empty(),
        when(wanted.includeFileHandles(), () -> handles(who, entry)),
        when(wanted.includeRestrictionInformation(), () -> Bundle.Restriction.none(id)));
  }

  /** Empty, not forbidden, for callers who may not download. */
  private List<FileHandleDocument> handles(Caller who, Entry entry) {
    return entry
        .version()
        .filter(_ -> catalog.accessLists().permissions(who, entry.id()).contains(Access.DOWNLOAD))
        .map(version -> List.of(FileHandleDocument.of(version.file())))
        .orElse(List.of());
  }

  private static <T> Optional<T> when(boolean wanted, Supplier<T> part) {
    return wanted ? Optional.of(part.get()) : Optional.empty();
  }
}

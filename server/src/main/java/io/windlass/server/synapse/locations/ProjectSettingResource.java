package io.windlass.server.synapse.locations;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.Catalog;
import io.windlass.catalog.LocationSetting;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Requires;
import io.windlass.server.synapse.EntityIds;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Which locations uploads below a project or folder go to. */
@Path("/repo/v1/projectSettings")
@RunOnVirtualThread
public final class ProjectSettingResource {
  private static final String UPLOAD = "upload";

  private final Catalog catalog;
  private final CurrentCaller caller;

  ProjectSettingResource(Catalog catalog, CurrentCaller caller) {
    this.catalog = catalog;
    this.caller = caller;
  }

  /** Gives a project or folder a setting. */
  @POST
  @Produces(MediaType.APPLICATION_JSON)
  @ResponseStatus(201)
  @Requires(
      value = {Scope.VIEW, Scope.MODIFY},
      anonymous = true)
  public ProjectSettingDocument create(ProjectSettingDocument wanted) {
    requireUpload(wanted.settingsType().orElse(UPLOAD));
    return document(
        catalog.locationSettings().create(caller.get(), entry(wanted), wanted.locations()));
  }

  /** Replaces the locations of a setting. The answer has no body. */
  @PUT
  @Requires(
      value = {Scope.VIEW, Scope.MODIFY},
      anonymous = true)
  public Response update(ProjectSettingDocument wanted) {
    requireUpload(wanted.settingsType().orElse(UPLOAD));
    Caller who = caller.get();
    long id = settingId(wanted.id().orElseThrow(() -> missing("id")));
    if (catalog.locationSettings().get(who, id).entryId() != entry(wanted)) {
      throw Problem.of(Kind.INVALID, "project_is_fixed", "A setting keeps its project or folder.")
          .toException();
    }
    catalog
        .locationSettings()
        .update(who, id, Optional.of(wanted.etag().orElse("")), wanted.locations());
    return Response.ok().build();
  }

  /** A setting by its id. */
  @GET
  @Path("{id}")
  @Produces(MediaType.APPLICATION_JSON)
  @Requires(value = Scope.VIEW, anonymous = true)
  public ProjectSettingDocument get(@PathParam("id") String id) {
    return document(catalog.locationSettings().get(caller.get(), settingId(id)));
  }

  /** A project's or folder's own setting; without one, an answer without a body. */
  @GET
  @Path("{entity}/type/{type}")
  @Requires(value = Scope.VIEW, anonymous = true)
  public Response find(@PathParam("entity") String entity, @PathParam("type") String type) {
    requireUpload(type);
    return catalog
        .locationSettings()
        .find(caller.get(), EntityIds.parse(entity))
        .map(setting -> Response.ok(document(setting), MediaType.APPLICATION_JSON_TYPE).build())
        .orElseGet(() -> Response.ok().build());
  }

  /** Drops a setting. */
  @DELETE
  @Path("{id}")
  @Requires(value = Scope.MODIFY, anonymous = true)
  public void delete(@PathParam("id") String id) {
    catalog.locationSettings().delete(caller.get(), settingId(id));
  }

  private static ProjectSettingDocument document(LocationSetting setting) {
    return new ProjectSettingDocument(
        Optional.of(ProjectSettingDocument.TYPE),
        Optional.of(UPLOAD),
        Optional.of(EntityIds.show(setting.entryId())),
        setting.locationIds(),
        Optional.of(Long.toString(setting.id())),
        Optional.of(setting.etag()));
  }

  private static long entry(ProjectSettingDocument wanted) {
    return EntityIds.parse(wanted.projectId().orElseThrow(() -> missing("projectId")));
  }

  private static long settingId(String id) {
    try {
      return Long.parseLong(id);
    } catch (NumberFormatException e) {
      throw Problem.of(
              Kind.INVALID, "invalid_setting_id", "'" + id + "' is not the id of a setting.")
          .toException(e);
    }
  }

  private static void requireUpload(String type) {
    if (!type.equals(UPLOAD)) {
      throw Problem.of(
              Kind.INVALID,
              "unsupported_setting",
              "The only setting of projects and folders here is 'upload'.")
          .toException();
    }
  }

  private static RuntimeException missing(String field) {
    return Problem.of(Kind.INVALID, "field_missing", field + " is missing.").toException();
  }
}

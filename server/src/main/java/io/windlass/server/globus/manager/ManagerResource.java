package io.windlass.server.globus.manager;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.ProjectCollections.Use;
import io.windlass.server.globus.Document;
import io.windlass.server.globus.endpoints.Encryption;
import io.windlass.server.globus.endpoints.EndpointDocuments;
import io.windlass.server.globus.endpoints.Endpoints;
import io.windlass.server.globus.endpoints.ManagerAddress;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Requires;
import io.windlass.server.transfers.CollectionAccess;
import io.windlass.transfer.collection.Collection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/** The endpoint, its storage gateways and its collections, to look at. */
@Path("/globus/api")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class ManagerResource {
  private final CurrentCaller caller;
  private final CollectionAccess access;
  private final Endpoints endpoints;
  private final EndpointDocuments documents;
  private final Encryption encryption;
  private final ManagerAddress manager;

  ManagerResource(
      CurrentCaller caller,
      CollectionAccess access,
      Endpoints endpoints,
      EndpointDocuments documents,
      Encryption encryption,
      ManagerAddress manager) {
    this.caller = caller;
    this.access = access;
    this.endpoints = endpoints;
    this.documents = documents;
    this.encryption = encryption;
    this.manager = manager;
  }

  /** Which endpoint this is; clients ask it without a token. */
  @GET
  @Path("info")
  @Requires(open = true)
  public Response info(@Context UriInfo uri) {
    String id = documents.endpoint().toString();
    return Envelope.of(
        Document.of("info#1.0.0")
            .with("api_version", "1.29.0")
            .with("client_id", id)
            .with("endpoint_id", id)
            .with("domain_name", uri.getBaseUri().getAuthority())
            .with("manager_version", "windlass"));
  }

  /** The endpoint. */
  @GET
  @Path("endpoint")
  public Response endpoint(@Context UriInfo uri, @Context HttpHeaders headers) {
    return Envelope.of(
        Document.of("endpoint#1.2.0")
            .with("id", documents.endpoint().toString())
            .with("display_name", "Windlass")
            .with("organization", "Windlass")
            .with("gcs_manager_url", manager.of(uri, headers))
            .with("network_use", "normal")
            .with("public", false)
            .with("subscription_id", null)
            .with("allow_udt", false));
  }

  /** The collections that the caller may see. */
  @GET
  @Path("collections")
  public Response collections(@Context UriInfo uri, @Context HttpHeaders headers) {
    return Envelope.of(
        access.visible(caller.get()).map(one -> collection(one, uri, headers)).toList());
  }

  /** One collection. */
  @GET
  @Path("collections/{id}")
  public Response collection(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    return Envelope.of(collection(endpoints.get(id, Use.SEE), uri, headers));
  }

  /** Each collection has a gateway of its own, of the same id. */
  @GET
  @Path("storage_gateways")
  public Response gateways() {
    return Envelope.of(access.visible(caller.get()).map(ManagerResource::gateway).toList());
  }

  /** One gateway. */
  @GET
  @Path("storage_gateways/{id}")
  public Response gateway(@PathParam("id") String id) {
    return Envelope.of(gateway(endpoints.get(id, Use.SEE)));
  }

  private Document collection(Collection collection, UriInfo uri, HttpHeaders headers) {
    return Document.of("collection#1.0.0")
        .with("id", collection.id().toString())
        .with("display_name", collection.name())
        .with("description", collection.settings().description())
        .with("collection_type", "mapped")
        .with("connector_id", Connectors.of(collection))
        .with("storage_gateway_id", collection.id().toString())
        .with("identity_id", documents.endpoint().toString())
        .with("organization", documents.owner(caller.get(), collection))
        .with("collection_base_path", "/")
        .with("default_directory", collection.settings().defaultDirectory().orElse("/"))
        .with("manager_url", manager.of(uri, headers))
        .with("allow_guest_collections", false)
        .with("disable_anonymous_writes", true)
        .with("high_assurance", false)
        .with("force_encryption", encryption.protects(collection))
        .with("public", false)
        .with("deleted", false);
  }

  private static Document gateway(Collection collection) {
    Document gateway =
        Document.of("storage_gateway#1.0.0")
            .with("id", collection.id().toString())
            .with("display_name", collection.name())
            .with("connector_id", Connectors.of(collection))
            .with("high_assurance", false)
            .with("require_mfa", false)
            .with("allowed_domains", List.of());
    return collection.kind() == Collection.Kind.DIRECTORY
        ? gateway.with("policies", Document.of("posix_storage_policies#1.0.0"))
        : gateway.with(
            "policies",
            Document.of("s3_storage_policies#1.0.0")
                .with("s3_buckets", collection.settings().buckets())
                .with("s3_user_credential_required", collection.settings().ownCredentials()));
  }
}

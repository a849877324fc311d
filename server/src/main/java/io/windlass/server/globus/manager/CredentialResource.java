package io.windlass.server.globus.manager;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.ProjectCollections.Use;
import io.windlass.catalog.identity.Caller;
import io.windlass.connection.credential.OwnCredential;
import io.windlass.connection.credential.OwnCredentials;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.globus.Document;
import io.windlass.server.globus.Identities;
import io.windlass.server.globus.Received;
import io.windlass.server.globus.endpoints.Endpoints;
import io.windlass.server.http.CurrentCaller;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.Collections;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The caller's own credentials on collections. The gateway of a collection has its id. */
@Path("/globus/api")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class CredentialResource {
  private static final String DISPLAY_NAME = "display_name";

  private final CurrentCaller caller;
  private final OwnCredentials credentials;
  private final Collections collections;
  private final Endpoints endpoints;
  private final InstantSource clock;

  CredentialResource(
      CurrentCaller caller,
      OwnCredentials credentials,
      Collections collections,
      Endpoints endpoints,
      InstantSource clock) {
    this.caller = caller;
    this.credentials = credentials;
    this.collections = collections;
    this.endpoints = endpoints;
    this.clock = clock;
  }

  /** All of the caller's, or those on one gateway. */
  @GET
  @Path("user_credentials")
  public Response list(@QueryParam("storage_gateway") Optional<String> gateway) {
    return Envelope.of(
        credentials.ofUser(user()).stream()
            .flatMap(credential ->
                collections.ofTarget(credential.connectionId()).stream()
                    .filter(it -> gateway.map(it.id().toString()::equals).orElse(true))
                    .map(collection -> document(credential, collection)))
            .toList());
  }

  /** Registers credentials; the caller may have one on each collection. */
  @POST
  @Path("user_credentials")
  public Response create(Received body) {
    requireOwn(body);
    Collection collection = endpoints.get(body.requiredText("storage_gateway_id"), Use.READ);
    OwnCredential made = put(collection, body);
    return Envelope.of(
        201, "Created user credential " + made.id(), List.of(document(made, collection)));
  }

  /** One of the caller's. */
  @GET
  @Path("user_credentials/{id}")
  public Response get(@PathParam("id") String id) {
    OwnCredential credential = own(id);
    return Envelope.of(document(credential, collection(credential)));
  }

  /** Replaces the keys; the id stays, so that waiting transfers go on with them. */
  @PUT
  @Path("user_credentials/{id}")
  public Response replace(@PathParam("id") String id, Received body) {
    OwnCredential before = own(id);
    requireOwn(body);
    Collection collection = endpoints.get(collection(before).id().toString(), Use.READ);
    return updated(put(collection, body), collection);
  }

  /** Changes what is sent of the policies; the rest stays. */
  @PATCH
  @Path("user_credentials/{id}")
  public Response update(@PathParam("id") String id, Received body) {
    OwnCredential before = own(id);
    requireOwn(body);
    Collection collection = endpoints.get(collection(before).id().toString(), Use.READ);
    body.text(DISPLAY_NAME).ifPresent(OwnCredentials::requireName);
    OwnCredential changed =
        body.object("policies")
            .map(policies -> credentials.change(before, new CredentialChange(policies)::of))
            .orElse(before);
    return updated(named(changed, body), collection);
  }

  /** Forgets one. */
  @DELETE
  @Path("user_credentials/{id}")
  public Response delete(@PathParam("id") String id) {
    OwnCredential credential = own(id);
    credentials.delete(credential.connectionId(), credential.userId());
    return Envelope.of(200, "Deleted user credential " + credential.id(), List.of());
  }

  private Response updated(OwnCredential credential, Collection collection) {
    return Envelope.of(
        200,
        "Updated user credential " + credential.id(),
        List.of(document(credential, collection)));
  }

  private OwnCredential put(Collection collection, Received body) {
    if (collection.kind() != Collection.Kind.BUCKETS) {
      throw Problem.of(
              Kind.INVALID,
              "no_credentials_here",
              "The directory of a file system is reached without credentials.")
          .toException();
    }
    Received policies =
        body.object("policies")
            .orElseThrow(() ->
                Problem.of(Kind.INVALID, "field_missing", "The field policies is missing.")
                    .toException());
    body.text(DISPLAY_NAME).ifPresent(OwnCredentials::requireName);
    return named(
        credentials.put(collection.target(), user(), CredentialDocuments.read(policies)), body);
  }

  /** The name stays unless one is sent, or none in its place. */
  private OwnCredential named(OwnCredential credential, Received body) {
    return body.has(DISPLAY_NAME)
        ? credentials.name(credential, body.text(DISPLAY_NAME))
        : credential;
  }

  /** Nobody registers credentials for somebody else. */
  private void requireOwn(Received body) {
    String own = Identities.of(caller.get().user()).toString();
    if (body.text("identity_id").filter(identity -> !identity.equals(own)).isPresent()) {
      throw Problem.of(
              Kind.FORBIDDEN,
              "credentials_of_others",
              "Credentials are registered by the person whose they are.")
          .withRemedy("Your identity is " + own + ".")
          .toException();
    }
  }

  /** Somebody else's is known to be there, as in Globus; nothing of it is shown. */
  private OwnCredential own(String id) {
    OwnCredential credential =
        Received.uuid(id)
            .flatMap((UUID uuid) -> credentials.find(uuid))
            .orElseThrow(() ->
                Problem.of(
                        Kind.NOT_FOUND,
                        "credentials_not_found",
                        "There is no user credential '" + id + "'.")
                    .toException());
    if (credential.userId() != user()) {
      throw Problem.of(
              Kind.FORBIDDEN, "credentials_of_others", "The user credential is somebody else's.")
          .toException();
    }
    return credential;
  }

  private Collection collection(OwnCredential credential) {
    return collections
        .ofTarget(credential.connectionId())
        .orElseThrow(() ->
            Problem.of(
                    Kind.NOT_FOUND,
                    "collection_not_found",
                    "The collection of the user credential is gone.")
                .toException());
  }

  private Document document(OwnCredential credential, Collection collection) {
    Caller who = caller.get();
    return CredentialDocuments.of(credential, collection, who.user().name(), clock.instant());
  }

  private long user() {
    return caller.get().user().id();
  }
}

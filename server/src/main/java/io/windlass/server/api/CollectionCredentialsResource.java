package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.ProjectCollections.Use;
import io.windlass.client.model.CollectionCredentials;
import io.windlass.connection.CredentialDocument;
import io.windlass.connection.credential.OwnCredential;
import io.windlass.connection.credential.OwnCredentials;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.transfers.CollectionAccess;
import io.windlass.transfer.collection.Collection;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.util.Optional;

/** The caller's own credentials for the buckets of a shared connection. */
@Path("/api/v1/collections/{collection}/credentials")
@RunOnVirtualThread
public class CollectionCredentialsResource {
  private final CurrentCaller caller;
  private final CollectionAccess access;
  private final OwnCredentials credentials;
  private final InstantSource clock;

  CollectionCredentialsResource(
      CurrentCaller caller,
      CollectionAccess access,
      OwnCredentials credentials,
      InstantSource clock) {
    this.caller = caller;
    this.access = access;
    this.credentials = credentials;
    this.clock = clock;
  }

  /** What the caller has registered, without secrets. */
  @GET
  public CollectionCredentials get(@PathParam("collection") String id) {
    return credentials
        .find(connection(id), user())
        .map(this::record)
        .orElseThrow(() ->
            Problem.of(
                    Kind.NOT_FOUND,
                    "credentials_not_found",
                    "You have no credentials of your own for this collection.")
                .withRemedy("windlass collections credentials set registers some.")
                .toException());
  }

  /**
   * Registers or replaces them; the store is asked first. Takes a document as a connection does.
   *
   * @param name what to call them; stays when they are replaced without one
   */
  @PUT
  @Consumes({MediaType.APPLICATION_JSON, "application/yaml", MediaType.TEXT_PLAIN})
  public CollectionCredentials put(
      @PathParam("collection") String id,
      @QueryParam("name") Optional<String> name,
      String document) {
    name.ifPresent(OwnCredentials::requireName);
    String text = required(document);
    OwnCredential made = credentials.put(connection(id), user(), CredentialDocument.parse(text));
    return record(name.isPresent() ? credentials.name(made, name) : made);
  }

  /** Forgets them; transfers that need them wait for others. */
  @DELETE
  public void delete(@PathParam("collection") String id) {
    credentials.delete(connection(id), user());
  }

  private String connection(String id) {
    Collection collection = access.get(caller.get(), id, Optional.empty(), Use.READ);
    if (collection.kind() != Collection.Kind.BUCKETS) {
      throw Problem.of(
              Kind.INVALID,
              "no_credentials_here",
              "The directory of a file system is reached without credentials.")
          .toException();
    }
    return collection.target();
  }

  private long user() {
    return caller.get().user().id();
  }

  private CollectionCredentials record(OwnCredential credential) {
    return new CollectionCredentials(
        credential.roleArn().isPresent() ? "role" : "keys",
        credential.accessKeyId(),
        credential.temporary(),
        credential.roleArn(),
        credential.externalId(),
        credential.requesterPays(),
        credential.expiresAt(),
        credential.replacedAt(),
        CatalogRecords.word(credential.age(clock.instant())),
        credential.status().word(),
        credential.problem().map(ConnectionRecords::problem),
        credential.displayName());
  }
}

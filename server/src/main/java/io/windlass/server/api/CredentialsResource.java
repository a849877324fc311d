package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.credentials.Credentials;
import io.windlass.catalog.credentials.IssueQuery;
import io.windlass.catalog.credentials.IssueRecord;
import io.windlass.catalog.credentials.Issued;
import io.windlass.catalog.credentials.Revocation;
import io.windlass.catalog.identity.Scope;
import io.windlass.client.model.CredentialsRequest;
import io.windlass.client.model.IssuedCredentials;
import io.windlass.client.model.Page;
import io.windlass.client.model.RevokedCredentials;
import io.windlass.objectstore.Permission;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Paging;
import io.windlass.server.http.Requires;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Temporary keys for one folder and nothing else. */
@Path("/api/v1")
@RunOnVirtualThread
public class CredentialsResource {
  private final CurrentCaller caller;
  private final Credentials credentials;
  private final InstantSource clock;

  CredentialsResource(CurrentCaller caller, Credentials credentials, InstantSource clock) {
    this.caller = caller;
    this.credentials = credentials;
    this.clock = clock;
  }

  /** Gives out keys. Which scopes the token needs depends on the permission. */
  @POST
  @Path("entries/{id}/credentials")
  @Requires({Scope.VIEW, Scope.DOWNLOAD})
  public io.windlass.client.model.Credentials issue(
      @PathParam("id") long id, CredentialsRequest request) {
    CredentialsRequest wanted = required(request);
    Issued issued =
        credentials.issue(
            caller.get(),
            id,
            CatalogRecords.byWord(
                Permission.class, "permission", required("permission", wanted.permission())),
            wanted.durationSeconds().map(Duration::ofSeconds));
    return new io.windlass.client.model.Credentials(
        issued.id(),
        issued.bucket(),
        issued.prefix(),
        issued.accessKeyId(),
        issued.secretAccessKey().reveal(),
        issued.sessionToken().reveal(),
        issued.expiresAt(),
        issued.region(),
        issued.endpoint(),
        issued.pathStyle(),
        issued.permission().word());
  }

  /** What was given out, newest first. */
  @GET
  @Path("credentials")
  public Page<IssuedCredentials> list(
      @QueryParam("entry") Optional<Long> entry,
      @QueryParam("user") Optional<Long> user,
      @QueryParam("active") boolean activeOnly,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("limit") Optional<String> limit) {
    io.windlass.foundation.Page.Of<IssueRecord> page =
        credentials.list(
            caller.get(), new IssueQuery(user, entry, activeOnly), Paging.page(cursor, limit));
    return CatalogRecords.page(page.items(), page.nextCursor(), this::issued);
  }

  /** Revokes keys: at once where Windlass enforces them. */
  @DELETE
  @Path("credentials/{id}")
  public RevokedCredentials revoke(@PathParam("id") String id) {
    Revocation revocation = credentials.revoke(caller.get(), id);
    return new RevokedCredentials(
        revocation.issue().id(), revocation.worksUntil(), revocation.remedy());
  }

  private IssuedCredentials issued(IssueRecord issue) {
    return new IssuedCredentials(
        issue.id(),
        CatalogRecords.word(issue.issuer()),
        CatalogRecords.word(issue.state(clock.instant())),
        issue.userId(),
        issue.entryId(),
        issue.folderId(),
        issue.permission().word(),
        issue.bucket(),
        issue.baseKey().isEmpty() ? "" : issue.baseKey() + "/",
        issue.accessKeyId(),
        issue.issuedAt(),
        issue.expiresAt(),
        issue.revokedAt());
  }
}

package io.windlass.server.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.credentials.Credentials;
import io.windlass.catalog.credentials.IssueQuery;
import io.windlass.catalog.credentials.IssueRecord;
import io.windlass.catalog.credentials.Revocation;
import io.windlass.client.model.IssuedCredentials;
import io.windlass.client.model.Page;
import io.windlass.client.model.RevokedCredentials;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Paging;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.InstantSource;
import java.util.Optional;

/** Temporary keys that were given out. */
@Path("/api/v1/credentials")
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

  /** What was given out, newest first. */
  @GET
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
  @Path("{id}")
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

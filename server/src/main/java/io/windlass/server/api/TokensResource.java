package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Principals;
import io.windlass.catalog.identity.Scope;
import io.windlass.catalog.identity.Tokens;
import io.windlass.client.model.CreatedToken;
import io.windlass.client.model.NewToken;
import io.windlass.client.model.Page;
import io.windlass.client.model.Token;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The caller's personal access tokens. */
@Path("/api/v1/tokens")
@RunOnVirtualThread
public class TokensResource {
  private static final long LONGEST_SECONDS = Duration.ofDays(36_500).toSeconds();

  private static final Set<Scope> ORDINARY = Set.of(Scope.VIEW, Scope.MODIFY, Scope.DOWNLOAD);

  private final CurrentCaller caller;
  private final Tokens tokens;
  private final Principals principals;

  TokensResource(CurrentCaller caller, Tokens tokens, Principals principals) {
    this.caller = caller;
    this.tokens = tokens;
    this.principals = principals;
  }

  private long userId(String idOrName) {
    return principals.get(idOrName).id();
  }

  /**
   * Makes a token; its text is in this answer and nowhere else.
   *
   * @param user id or name of whom it is for, by administrators; absent: the caller
   */
  @POST
  @Requires(Scope.VIEW)
  public CreatedToken create(@QueryParam("user") Optional<String> user, NewToken token) {
    Caller owner = caller.get();
    NewToken wanted = required(token);
    Set<Scope> usual = user.isPresent() ? ORDINARY : owner.scopes();
    io.windlass.catalog.identity.CreatedToken created =
        tokens.create(
            owner,
            user.map(this::userId).orElse(owner.user().id()),
            required("name", wanted.name()),
            wanted.scopes().isEmpty() ? usual : scopes(wanted),
            wanted.lifetimeSeconds().map(TokensResource::lifetime));
    io.windlass.catalog.identity.Token made = created.token();
    return new CreatedToken(
        made.id(),
        made.name(),
        CatalogRecords.words(made.scopes()),
        made.createdAt(),
        made.expiresAt(),
        created.text().reveal());
  }

  /**
   * The tokens, without their text.
   *
   * @param user id or name of whose they are, by administrators; absent: the caller
   */
  @GET
  public Page<Token> list(
      @QueryParam("user") Optional<String> user,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("limit") Optional<String> limit) {
    Caller owner = caller.get();
    io.windlass.foundation.Page.Of<io.windlass.catalog.identity.Token> page =
        tokens.list(
            owner, user.map(this::userId).orElse(owner.user().id()), Paging.page(cursor, limit));
    return CatalogRecords.page(page.items(), page.nextCursor(), IdentityRecords::token);
  }

  /** Ends a token at once. */
  @DELETE
  @Path("{id}")
  @Requires(Scope.VIEW)
  public void revoke(@PathParam("id") String id) {
    tokens.revoke(caller.get(), id);
  }

  private static Set<Scope> scopes(NewToken token) {
    return token.scopes().stream()
        .map(word -> CatalogRecords.byWord(Scope.class, "scope", word))
        .collect(Collectors.toSet());
  }

  private static Duration lifetime(long seconds) {
    if (seconds > LONGEST_SECONDS) {
      throw Problem.of(Kind.INVALID, "invalid_lifetime", "A token lives at most a hundred years.")
          .toException();
    }
    return Duration.ofSeconds(seconds);
  }
}

package io.windlass.server.http;

import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.Secret;
import jakarta.annotation.Priority;
import jakarta.inject.Provider;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out who is calling, and whether the token may be used for the route. */
@jakarta.ws.rs.ext.Provider
@Priority(Priorities.AUTHENTICATION)
final class Authentication implements ContainerRequestFilter {
  private static final String SCHEME = "Bearer ";

  private final Provider<Authenticator> authenticator;
  private final CurrentCaller current;
  private final ResourceInfo resource;

  Authentication(
      Provider<Authenticator> authenticator,
      CurrentCaller current,
      @Context ResourceInfo resource) {
    this.authenticator = authenticator;
    this.current = current;
    this.resource = resource;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    Optional<Requires> requires = requires();
    if (requires.map(Requires::open).orElse(false)) {
      return;
    }
    Optional<Caller> known = token(request).map(this::authenticate);
    if (known.isEmpty() && !requires.map(Requires::anonymous).orElse(false)) {
      throw Problem.of(Kind.UNAUTHENTICATED, "token_missing", "This request needs a token.")
          .withRemedy("Send it as Authorization: Bearer TOKEN; windlass tokens create makes one.")
          .toException();
    }
    known.ifPresent(current::set);
    check(current.get(), needed(requires, request.getMethod()));
  }

  private Caller authenticate(Secret token) {
    return authenticator
        .get()
        .authenticate(token)
        .orElseThrow(() ->
            Problem.of(
                    Kind.UNAUTHENTICATED,
                    "token_invalid",
                    "The token is unknown, has expired or was revoked.")
                .withRemedy("Make a new one with: windlass tokens create")
                .toException());
  }

  private static void check(Caller caller, Scope[] needed) {
    caller.require(needed);
    if (List.of(needed).contains(Scope.ADMIN)) {
      caller.requireAdministrator();
    }
  }

  private static Optional<Secret> token(ContainerRequestContext request) {
    @Nullable String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    if (header == null || header.isBlank()) {
      return Optional.empty();
    }
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw Problem.of(
              Kind.UNAUTHENTICATED,
              "scheme_unknown",
              "The Authorization header does not begin with Bearer.")
          .toException();
    }
    return Optional.of(Secret.of(header.substring(SCHEME.length()).strip()));
  }

  private Optional<Requires> requires() {
    return Optional.ofNullable(resource.getResourceMethod())
        .map(method -> method.getAnnotation(Requires.class))
        .or(() ->
            Optional.ofNullable(resource.getResourceClass())
                .map(type -> type.getAnnotation(Requires.class)));
  }

  private static Scope[] needed(Optional<Requires> requires, String method) {
    return requires
        .map(Requires::value)
        .filter(scopes -> scopes.length > 0)
        .orElseGet(() ->
            switch (method) {
              case "GET", "HEAD", "OPTIONS" -> new Scope[] {Scope.VIEW};
              default -> new Scope[] {Scope.VIEW, Scope.MODIFY};
            });
  }
}

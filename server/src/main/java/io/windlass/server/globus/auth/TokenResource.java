package io.windlass.server.globus.auth;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.Secret;
import io.windlass.server.globus.Document;
import io.windlass.server.http.Authenticator;
import io.windlass.server.http.Requires;
import jakarta.inject.Provider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The token endpoint of Globus Auth for client identities: the client secret is an API token, and
 * so is the access token that it is exchanged for.
 */
@Path("/v2")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class TokenResource {
  /** Two days, as Globus says; a token that ends earlier is refused then and asked for anew. */
  private static final int LIFETIME_SECONDS = 172_800;

  private final Provider<Authenticator> authenticator;

  TokenResource(Provider<Authenticator> authenticator) {
    this.authenticator = authenticator;
  }

  /** An access token for each resource server whose scopes are asked for. */
  @POST
  @Path("oauth2/token")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Requires(open = true)
  public Document token(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @FormParam("grant_type") @Nullable String grantType,
      @FormParam("scope") @Nullable String scope,
      @FormParam("client_id") @Nullable String clientId,
      @FormParam("client_secret") @Nullable String clientSecret) {
    if (!"client_credentials".equals(grantType)) {
      throw Problem.of(
              Kind.INVALID, "unsupported_grant_type", "The only grant type is client_credentials.")
          .withRemedy(
              "Use a client identity: any client id, and a Windlass token as the client secret.")
          .toException();
    }
    Secret secret = secret(authorization, clientId, clientSecret);
    List<Document> tokens =
        RequestedScopes.byResourceServer(scope == null ? "" : scope).entrySet().stream()
            .map(server -> document(secret, server))
            .toList();
    return tokens.getFirst().with("other_tokens", tokens.subList(1, tokens.size()));
  }

  /**
   * What clients call when they log out. They forget the token; whoever made it revokes it with
   * {@code windlass tokens revoke}.
   */
  @POST
  @Path("oauth2/token/revoke")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Requires(open = true)
  public Document revoke() {
    return Document.untyped().with("active", false);
  }

  private Secret secret(
      @Nullable String authorization, @Nullable String clientId, @Nullable String clientSecret) {
    Secret secret =
        Optional.ofNullable(authorization)
            .flatMap(BasicCredentials::parse)
            .map(BasicCredentials::secret)
            .or(() ->
                Optional.ofNullable(clientSecret).filter(text -> clientId != null).map(Secret::of))
            .orElseThrow(() ->
                refused("The request carries no client id and secret, or not well-formed ones."));
    if (authenticator.get().authenticate(secret).isEmpty()) {
      throw refused("The client secret is not a Windlass token, or the token has ended.");
    }
    return secret;
  }

  private static RuntimeException refused(String message) {
    return Problem.of(Kind.UNAUTHENTICATED, "invalid_client", message)
        .withRemedy("Make a token with windlass tokens create and use it as the client secret.")
        .toException();
  }

  private static Document document(Secret token, Map.Entry<String, String> server) {
    return Document.untyped()
        .with("access_token", token.reveal())
        .with("token_type", "Bearer")
        .with("expires_in", LIFETIME_SECONDS)
        .with("scope", server.getValue())
        .with("resource_server", server.getKey())
        .with("other_tokens", List.of());
  }
}

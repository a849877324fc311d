package io.windlass.server.globus.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestedScopesTest {
  private static final String TRANSFER = "urn:globus:auth:scope:transfer.api.globus.org:all";
  private static final String IDENTITIES =
      "urn:globus:auth:scope:auth.globus.org:view_identity_set";

  @Test
  void scopesGoToTheirResourceServers() {
    assertThat(RequestedScopes.byResourceServer(TRANSFER + " openid email " + IDENTITIES))
        .containsExactly(
            Map.entry("transfer.api.globus.org", TRANSFER),
            Map.entry("auth.globus.org", "openid email " + IDENTITIES));
  }

  @Test
  void theScopeOfAnEndpointBelongsToTheEndpoint() {
    String id = "8a1c3b52-9d0f-3b64-9a51-0d2f4b6c7d8e";
    String scope = "urn:globus:auth:scope:" + id + ":manage_collections";
    assertThat(RequestedScopes.byResourceServer(scope)).containsExactly(Map.entry(id, scope));
    String data = "https://auth.globus.org/scopes/" + id + "/data_access";
    assertThat(RequestedScopes.byResourceServer(data)).containsExactly(Map.entry(id, data));
  }

  @Test
  void whatAScopeDependsOnIsLeftOut() {
    assertThat(RequestedScopes.byResourceServer(TRANSFER + "[*https://auth.globus.org/scopes/x/y]"))
        .containsExactly(Map.entry("transfer.api.globus.org", TRANSFER));
  }

  @Test
  void withoutScopesItIsAllOfTransfer() {
    assertThat(RequestedScopes.byResourceServer(" "))
        .containsExactly(Map.entry("transfer.api.globus.org", TRANSFER));
  }
}

package io.windlass.server;

import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;

/** Gives tests the server that is started once for all of them. */
@SuppressWarnings("NullAway.Init")
abstract class ServerTest {
  @TestHTTPResource URI server;
  @Inject Running running;

  Http anonymous() {
    return new Http(server);
  }

  Http admin() {
    return anonymous().as(running.adminToken());
  }

  /** A new user with all scopes but admin. */
  Http user(String name) {
    String created =
        admin()
            .post(
                "/api/v1/users",
                "{\"name\": \"" + name + "\", \"emails\": [], \"administrator\": false}")
            .expect(200)
            .path("id")
            .asText();
    return anonymous().as(running.tokenOf(Long.parseLong(created)));
  }
}

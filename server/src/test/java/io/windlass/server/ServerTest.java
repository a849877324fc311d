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

  /** A new user with a role in a project, and all scopes but admin. */
  Http member(String project, String role) {
    Http user = user(Running.name(role));
    String name = user.get("/api/v1/whoami").expect(200).at("/user/name").asText();
    admin()
        .put("/api/v1/projects/" + project + "/members/" + name, "{\"role\": \"" + role + "\"}")
        .expect(200);
    return user;
  }
}

package io.windlass.client;

import io.windlass.client.model.Credentials;
import io.windlass.client.model.CredentialsRequest;
import io.windlass.client.model.IssuedCredentials;
import io.windlass.client.model.RevokedCredentials;
import java.util.stream.Stream;

/** Temporary keys. Thread-safe. */
public final class Vending {
  private final Http http;

  Vending(Http http) {
    this.http = http;
  }

  /** Keys for the location of a folder. Each issue is recorded. */
  public Credentials issue(long entryId, CredentialsRequest request) {
    return http.call("POST", "entries", entryId, "credentials").json(request).as(Credentials.class);
  }

  /** What was given out: to the caller, or to anybody for an administrator; newest first. */
  public Stream<IssuedCredentials> list() {
    return http.call("GET", "credentials").asItems(IssuedCredentials.class);
  }

  /** Revokes keys, at once where their store can. */
  public RevokedCredentials revoke(String id) {
    return http.call("DELETE", "credentials", id).as(RevokedCredentials.class);
  }
}

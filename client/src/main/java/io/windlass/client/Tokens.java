package io.windlass.client;

import io.windlass.client.model.CreatedToken;
import io.windlass.client.model.NewToken;
import io.windlass.client.model.Token;
import java.util.stream.Stream;

/** Personal access tokens of the caller. Thread-safe. */
public final class Tokens {
  private final Http http;

  Tokens(Http http) {
    this.http = http;
  }

  /** Makes a token. Its text is in the answer and never shown again. */
  public CreatedToken create(NewToken token) {
    return http.call("POST", "tokens").json(token).as(CreatedToken.class);
  }

  /** The caller's tokens, without their texts. */
  public Stream<Token> list() {
    return http.call("GET", "tokens").asItems(Token.class);
  }

  /** Ends a token at once, on every node. */
  public void revoke(String id) {
    http.call("DELETE", "tokens", id).send();
  }
}

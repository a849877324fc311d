package io.windlass.client;

import io.windlass.client.model.CreatedToken;
import io.windlass.client.model.NewToken;
import io.windlass.client.model.Token;
import java.util.Optional;
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

  /**
   * Makes a token for another user, for administrators; as {@link #create(NewToken)} otherwise.
   *
   * @param user number or name
   */
  public CreatedToken create(NewToken token, String user) {
    return http.call("POST", "tokens")
        .query("user", Optional.of(user))
        .json(token)
        .as(CreatedToken.class);
  }

  /** The caller's tokens, without their texts. */
  public Stream<Token> list() {
    return list(Optional.empty());
  }

  /**
   * Tokens without their texts.
   *
   * @param user number or name of whose they are, for administrators; absent: the caller
   */
  public Stream<Token> list(Optional<String> user) {
    return http.call("GET", "tokens").query("user", user).asItems(Token.class);
  }

  /** Ends a token at once, on every node. */
  public void revoke(String id) {
    http.call("DELETE", "tokens", id).send();
  }
}

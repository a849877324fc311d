package io.windlass.filesystem;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Requests that were made before. */
final class ClientTokens {
  static final Duration KEPT = Duration.ofDays(7);

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.-]{1,63}");

  private ClientTokens() {}

  /**
   * A request with its parameters, in the order in which they are compared. Values are records,
   * texts, numbers, maps and sorted collections.
   */
  record Request(String operation, Map<String, Object> parameters) {}

  /** What the same request made before; empty when there was none. */
  static Optional<String> made(Handle handle, Optional<ClientToken> token, Request request) {
    return token.flatMap(given -> made(handle, given, request));
  }

  /**
   * Says that the request makes {@code id}, in the transaction that does; answers what the same
   * request made before, if there was one after all.
   */
  static Optional<String> claim(
      Handle handle, Optional<ClientToken> token, Request request, String id, Instant now) {
    if (token.isEmpty()) {
      return Optional.empty();
    }
    int claimed =
        handle
            .createUpdate(
                """
                INSERT INTO client_token (operation, scope, token, parameters, made, created_at)
                VALUES (:operation, :scope, :token, :parameters::json, :made, :now)
                ON CONFLICT DO NOTHING
                """)
            .bind("operation", request.operation())
            .bind("scope", token.get().scope())
            .bind("token", checked(token.get()))
            .bind("parameters", Json.write(request.parameters()))
            .bind("made", id)
            .bind("now", now)
            .execute();
    return claimed == 1 ? Optional.empty() : made(handle, token.get(), request);
  }

  static void forgetBefore(Handle handle, Instant moment) {
    handle
        .createUpdate("DELETE FROM client_token WHERE created_at < :moment")
        .bind("moment", moment)
        .execute();
  }

  private static Optional<String> made(Handle handle, ClientToken token, Request request) {
    record Before(String parameters, String made) {}
    Optional<Before> before =
        handle
            .createQuery(
                """
                SELECT parameters, made FROM client_token
                WHERE operation = :operation AND scope = :scope AND token = :token
                """)
            .bind("operation", request.operation())
            .bind("scope", token.scope())
            .bind("token", checked(token))
            .mapTo(Before.class)
            .findOne();
    before.ifPresent(it -> refuseOther(Json.parse(it.parameters()), request));
    return before.map(Before::made);
  }

  private static void refuseOther(JsonNode before, Request request) {
    Set<String> names = new LinkedHashSet<>(request.parameters().keySet());
    Set<String> old = new HashSet<>();
    before.fieldNames().forEachRemaining(old::add);
    names.addAll(old);
    for (String name : names) {
      @Nullable Object now = request.parameters().get(name);
      if (now == null || !Json.parse(Json.write(now)).equals(before.get(name))) {
        throw new IncompatibleParameter(name);
      }
    }
  }

  private static String checked(ClientToken token) {
    if (!TOKEN.matcher(token.value()).matches()) {
      throw Problem.of(
              Kind.INVALID,
              "invalid_token",
              "A token has 1 to 63 letters, digits and characters of _.-")
          .toException();
    }
    return token.value();
  }
}

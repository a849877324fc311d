package io.windlass.server.http;

import io.vertx.ext.web.RoutingContext;
import io.windlass.foundation.Ids;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The identifier of a request: the client's own where it sent a decent one, else a new one. Clients
 * of AWS get UUIDs, which is what their logs expect.
 */
public final class RequestIds {
  static final String HEADER = "X-Request-Id";
  private static final String KEY = "windlass.request-id";
  private static final Pattern DECENT = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  private RequestIds() {}

  /** The identifier; the first call decides it. */
  public static String of(RoutingContext routing) {
    String known = routing.get(KEY);
    if (known != null) {
      return known;
    }
    String sent = routing.request().getHeader(HEADER);
    String id = sent != null && DECENT.matcher(sent).matches() ? sent : made(routing);
    routing.put(KEY, id);
    return id;
  }

  private static String made(RoutingContext routing) {
    return routing.request().getHeader("X-Amz-Target") == null
        ? "req_" + Ids.random(16)
        : UUID.randomUUID().toString();
  }
}

package io.windlass.server.globus.auth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The scopes of a token request by the resource server that each belongs to. Windlass grants what
 * the API token allows whatever is asked for; clients only check that the answer names what they
 * wanted.
 */
final class RequestedScopes {
  static final String TRANSFER = "transfer.api.globus.org";
  private static final String ALL_OF_TRANSFER = "urn:globus:auth:scope:transfer.api.globus.org:all";
  private static final String AUTH = "auth.globus.org";
  private static final Set<String> OF_AUTH = Set.of("openid", "profile", "email");
  private static final Pattern URN = Pattern.compile("urn:globus:auth:scope:([^:]+):.+");
  private static final Pattern URL =
      Pattern.compile("https://auth\\.globus\\.org/scopes/([^/]+)/.+");

  private RequestedScopes() {}

  /** Resource servers in the order in which they were asked for; never empty. */
  static Map<String, String> byResourceServer(String scopes) {
    Map<String, List<String>> servers = new LinkedHashMap<>();
    Arrays.stream(withoutDependencies(scopes).split("\\s+"))
        .filter(scope -> !scope.isEmpty())
        .forEach(scope ->
            servers.computeIfAbsent(resourceServer(scope), server -> new ArrayList<>()).add(scope));
    if (servers.isEmpty()) {
      servers.put(TRANSFER, List.of(ALL_OF_TRANSFER));
    }
    Map<String, String> joined = new LinkedHashMap<>();
    servers.forEach((server, own) -> joined.put(server, String.join(" ", own)));
    return joined;
  }

  /** A scope may carry those it depends on in brackets: {@code a[b *c[d]]} is {@code a}. */
  private static String withoutDependencies(String scopes) {
    StringBuilder outer = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < scopes.length(); i++) {
      char c = scopes.charAt(i);
      if (c == '[') {
        depth++;
      } else if (c == ']') {
        depth = Math.max(0, depth - 1);
      } else if (depth == 0 && c != '*') {
        outer.append(c);
      }
    }
    return outer.toString();
  }

  private static String resourceServer(String scope) {
    if (OF_AUTH.contains(scope)) {
      return AUTH;
    }
    for (Pattern pattern : List.of(URN, URL)) {
      Matcher matcher = pattern.matcher(scope);
      if (matcher.matches()) {
        return matcher.group(1);
      }
    }
    return scope;
  }
}

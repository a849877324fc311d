package io.windlass.foundation.wire;

import java.net.URI;
import java.util.Locale;

/**
 * Where connections lead.
 *
 * @param tls whether TLS is spoken there
 * @param host a name or an address, IPv6 without brackets
 * @param port 1 to 65535
 */
public record Target(boolean tls, String host, int port) {
  /** The server of a URI with the scheme {@code http} or {@code https}. */
  public static Target of(URI uri) {
    boolean tls = "https".equalsIgnoreCase(uri.getScheme());
    String host = uri.getHost();
    if (host == null || (!tls && !"http".equalsIgnoreCase(uri.getScheme()))) {
      throw new IllegalArgumentException("no HTTP server: " + uri);
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
    return new Target(tls, bare.toLowerCase(Locale.ROOT), port);
  }

  /** What the {@code Host} header says. */
  public String hostHeader() {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == (tls ? 443 : 80) ? name : name + ":" + port;
  }
}

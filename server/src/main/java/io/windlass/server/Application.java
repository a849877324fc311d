package io.windlass.server;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import io.windlass.foundation.WindlassException;
import io.windlass.server.start.Installation;
import io.windlass.server.start.LocalServer;
import io.windlass.server.start.ServeOptions;
import jakarta.inject.Provider;
import java.net.URI;

/** Opens the installation, says that it is ready, and waits for the end. */
final class Application implements QuarkusApplication {
  private static final int FAILED = 1;

  private final Provider<Installation> installation;
  private final ServeOptions options;
  private final HttpServer http;

  Application(Provider<Installation> installation, ServeOptions options, HttpServer http) {
    this.installation = installation;
    this.options = options;
    this.http = http;
  }

  @Override
  public int run(String... arguments) {
    try {
      installation.get().announce(options.http().nodeUrl().orElseGet(this::address));
    } catch (WindlassException e) {
      Complaint.print(e);
      return FAILED;
    }
    LocalServer.announce(address(), options.data(), System.getenv());
    System.out.println("ready " + address());
    System.out.flush();
    Quarkus.waitForExit();
    return 0;
  }

  private URI address() {
    boolean tls = options.http().tls().isPresent();
    int port = tls ? http.getSecurePort() : http.getPort();
    return URI.create((tls ? "https://" : "http://") + options.http().host() + ":" + port);
  }
}

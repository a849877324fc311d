package io.windlass.server;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.windlass.foundation.WindlassException;
import io.windlass.server.start.ServeArguments;
import io.windlass.server.start.ServeOptions;
import java.util.List;

/** The program behind {@code windlass serve}. */
@QuarkusMain
public final class Serve {
  private static final int MISUSED = 2;

  private Serve() {}

  /** Starts the server and returns when it has stopped. */
  public static void main(String[] arguments) {
    try {
      ServeArguments parsed = ServeArguments.parse(List.of(arguments), System.getenv());
      if (parsed.helpRequested()) {
        System.out.print(ServeArguments.usage());
        return;
      }
      ServeOptions options = parsed.options();
      listen(options.http());
      Opening.begin(options);
    } catch (WindlassException e) {
      Complaint.print(e);
      System.exit(MISUSED);
      return;
    }
    Quarkus.run(Application.class, arguments);
  }

  /** Tells the framework where to listen; it reads nothing but system properties this early. */
  private static void listen(ServeOptions.Http http) {
    System.setProperty("quarkus.http.host", http.host());
    if (http.tls().isEmpty()) {
      System.setProperty("quarkus.http.port", String.valueOf(http.port()));
      return;
    }
    ServeOptions.Tls tls = http.tls().get();
    System.setProperty("quarkus.http.ssl-port", String.valueOf(http.port()));
    System.setProperty("quarkus.http.insecure-requests", "disabled");
    System.setProperty("quarkus.tls.key-store.pem.0.cert", tls.certificate().toString());
    System.setProperty("quarkus.tls.key-store.pem.0.key", tls.key().toString());
  }
}

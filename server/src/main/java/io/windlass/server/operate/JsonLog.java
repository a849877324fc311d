package io.windlass.server.operate;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.runtime.StartupEvent;
import io.windlass.server.start.ServeOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.logging.Handler;
import org.jboss.logmanager.formatters.JsonFormatter;

/** Log lines as JSON documents, where the operator asked for them. */
@Singleton
final class JsonLog {
  private JsonLog() {}

  static void start(@Observes StartupEvent event, ServeOptions options) {
    if (!options.jsonLog()) {
      return;
    }
    for (Handler handler : InitialConfigurator.DELAYED_HANDLER.getHandlers()) {
      handler.setFormatter(new JsonFormatter());
    }
  }
}

package io.windlass.server;

import io.quarkus.runtime.annotations.CommandLineArguments;
import io.windlass.database.Database;
import io.windlass.server.http.IdempotentRequests;
import io.windlass.server.start.Installation;
import io.windlass.server.start.ServeArguments;
import io.windlass.server.start.ServeOptions;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Makes the objects of the other houses beans, so that resources can ask for them. */
@Singleton
final class Houses {

  @Produces
  @Singleton
  ServeOptions options(@CommandLineArguments String[] arguments) {
    return ServeArguments.parse(List.of(arguments), System.getenv()).options();
  }

  @Produces
  @Singleton
  Installation installation(ServeOptions options) {
    return Installation.open(options);
  }

  void close(@Disposes Installation installation) {
    installation.close();
  }

  @Produces
  @Singleton
  Database database(Installation installation) {
    return installation.database();
  }

  @Produces
  @Singleton
  IdempotentRequests idempotentRequests(Installation installation) {
    return new IdempotentRequests(
        installation.database().jdbi(), installation.secretBox(), installation.clock());
  }
}

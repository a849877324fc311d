package io.windlass.server.operate;

import io.windlass.database.Database;
import jakarta.inject.Provider;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A node without its database is not ready: nothing can be answered. */
@Readiness
final class DatabaseReady implements HealthCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Provider<Database> database;

  DatabaseReady(Provider<Database> database) {
    this.database = database;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("database").status(answers()).build();
  }

  private boolean answers() {
    FutureTask<Boolean> question = new FutureTask<>(this::ask);
    Thread asking = Thread.ofVirtual().name("readiness").start(question);
    try {
      return question.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      asking.interrupt();
      return false;
    } catch (InterruptedException e) {
      asking.interrupt();
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean ask() {
    return database
            .get()
            .jdbi()
            .withHandle(handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one())
        == 1;
  }
}

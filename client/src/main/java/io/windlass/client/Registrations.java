package io.windlass.client;

import io.windlass.client.model.NewRegistration;
import io.windlass.client.model.Registration;

/** Registration of objects that are already in a bucket; bodies are not read. Thread-safe. */
public final class Registrations {
  private final Http http;

  Registrations(Http http) {
    this.http = http;
  }

  /** Registers one object (answers its file) or a prefix (answers the task that does it). */
  public Registration create(NewRegistration registration) {
    return http.call("POST", "registrations").json(registration).as(Registration.class);
  }
}

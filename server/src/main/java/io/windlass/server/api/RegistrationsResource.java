package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.CatalogPath;
import io.windlass.catalog.Entries;
import io.windlass.catalog.Entry;
import io.windlass.catalog.registration.Registrations;
import io.windlass.client.model.NewRegistration;
import io.windlass.client.model.Registration;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Optional;

/** Objects that are in a bucket already, made files. */
@Path("/api/v1/registrations")
@RunOnVirtualThread
public class RegistrationsResource {
  private final CurrentCaller caller;
  private final Registrations registrations;
  private final Entries entries;
  private final TaskRecords tasks;

  RegistrationsResource(
      CurrentCaller caller, Registrations registrations, Entries entries, TaskRecords tasks) {
    this.caller = caller;
    this.registrations = registrations;
    this.entries = entries;
    this.tasks = tasks;
  }

  /** Registers one object at once, or all below a prefix as a task. */
  @POST
  public Registration create(
      NewRegistration registration,
      @HeaderParam("Idempotency-Key") Optional<String> idempotencyKey) {
    NewRegistration wanted = required(registration);
    if (wanted.key().isPresent() == wanted.prefix().isPresent()) {
      throw Problem.of(
              Kind.INVALID, "key_or_prefix", "Either a key or a prefix is to be registered.")
          .toException();
    }
    long folder = folder(wanted);
    return wanted.key().isPresent()
        ? object(folder, wanted)
        : prefix(folder, wanted.prefix().get(), idempotencyKey);
  }

  private Registration object(long folder, NewRegistration wanted) {
    Entry entry =
        registrations.registerObject(
            caller.get(), folder, wanted.key().orElseThrow(), wanted.name(), wanted.md5());
    return new Registration(
        Optional.of(
            CatalogRecords.entry(
                entry, Optional.of(entries.path(caller.get(), entry.id()).toString()))),
        Optional.empty());
  }

  private Registration prefix(long folder, String prefix, Optional<String> idempotencyKey) {
    return new Registration(
        Optional.empty(),
        Optional.of(
            tasks.task(
                registrations.registerPrefix(caller.get(), folder, prefix, idempotencyKey))));
  }

  private long folder(NewRegistration wanted) {
    return wanted
        .folderId()
        .or(() -> wanted.path().map(path -> entries.at(caller.get(), CatalogPath.parse(path)).id()))
        .orElseThrow(() ->
            Problem.of(Kind.INVALID, "place_missing", "Neither folderId nor path were given.")
                .toException());
  }
}

package io.windlass.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.NewUser;
import io.windlass.catalog.identity.Scope;
import io.windlass.catalog.identity.User;
import io.windlass.catalog.identity.Users;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.Location.Kind;
import io.windlass.foundation.Problem;
import io.windlass.foundation.WindlassException;
import io.windlass.testing.TestDatabase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A catalog on a fresh database, with people and locations to play with. */
final class TestCatalog implements AutoCloseable {
  static final String BUCKET = "lab-bucket";

  final TestDatabase database = TestDatabase.create();
  final TestLocations locations = new TestLocations();
  final Clock clock = new Clock();
  final Catalog catalog = new Catalog(database.database(), locations, clock);
  final Entries entries = catalog.entries();
  final Versions versions = catalog.versions();
  final Trash trash = catalog.trash();
  final AccessLists accessLists = catalog.accessLists();
  final LocationSettings settings = catalog.locationSettings();
  final StoredFiles storedFiles = catalog.storedFiles();

  final Caller ann = user("ann", false);
  final Caller bob = user("bob", false);
  final Caller root = user("root", true);

  /** Somebody with an account and all scopes. */
  Caller user(String name, boolean administrator) {
    User user =
        new Users(database.database())
            .create(Caller.system(), new NewUser(name, Optional.empty(), List.of(), administrator));
    return Caller.of(user, EnumSet.allOf(Scope.class), List.of());
  }

  /** The same with fewer scopes. */
  static Caller with(Caller caller, Scope... scopes) {
    return new Caller(caller.user(), Set.of(scopes), caller.principals());
  }

  /** The same as a member of a group. */
  static Caller in(Caller caller, long group) {
    Set<Long> principals = new HashSet<>(caller.principals());
    principals.add(group);
    return new Caller(caller.user(), caller.scopes(), principals);
  }

  /** Ann's project. */
  Entry project(String name) {
    return entries.createProject(ann, NewProject.named(name));
  }

  /** Ann's folder. */
  Entry folder(Entry parent, String name) {
    return entries.createFolder(ann, NewFolder.named(parent.id(), name));
  }

  /** Ann's file in the default location. */
  Entry file(Entry parent, String name) {
    return entries.createFile(ann, NewFile.named(parent.id(), name, stored(ann).id()));
  }

  /** Some content in the default location. */
  StoredFile stored(Caller caller) {
    return stored(caller, LocationSettings.DEFAULT_LOCATION_ID, Optional.of(md5(1)));
  }

  /** Some content with this digest somewhere. */
  StoredFile stored(Caller caller, long locationId, Optional<String> md5) {
    Location location = locations.find(locationId).orElseThrow();
    return storedFiles.register(
        caller,
        new NewStoredFile(
            locationId,
            location.bucket(),
            location.prefix() + UUID.randomUUID() + "/data.csv",
            Optional.empty(),
            Optional.of("e1"),
            12,
            md5,
            Optional.empty(),
            Optional.of("text/csv"),
            Optional.empty(),
            true));
  }

  static String md5(int content) {
    return "%032x".formatted(content);
  }

  /** An external location of somebody. */
  Location external(Caller owner, String baseKey) {
    return locations.add(Kind.EXTERNAL, owner, BUCKET, baseKey, false);
  }

  /** An external STS location of somebody. */
  Location sts(Caller owner, String baseKey) {
    return locations.add(Kind.EXTERNAL, owner, BUCKET, baseKey, true);
  }

  /** Ann's folder with an STS location. */
  Entry stsFolder(Entry parent, String name, Location location) {
    Entry folder = folder(parent, name);
    settings.create(ann, folder.id(), List.of(location.id()));
    return folder;
  }

  /** The problem that the call ends with. */
  static Problem problemOf(ThrowingCallable call) {
    WindlassException thrown = catchThrowableOfType(WindlassException.class, call);
    assertThat(thrown).as("no refusal").isNotNull();
    return thrown.problem();
  }

  static void assertRefused(Problem.Kind kind, String code, ThrowingCallable call) {
    Problem problem = problemOf(call);
    assertThat(problem.kind() + " " + problem.code()).isEqualTo(kind + " " + code);
  }

  @Override
  public void close() {
    database.close();
  }

  /** Every look at it is a millisecond later. */
  static final class Clock implements InstantSource {
    private final AtomicLong millis =
        new AtomicLong(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis.incrementAndGet());
    }
  }
}

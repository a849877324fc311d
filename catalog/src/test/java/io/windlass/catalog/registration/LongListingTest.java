package io.windlass.catalog.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.catalog.Entry;
import io.windlass.catalog.lab.Lab;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import io.windlass.connection.location.NewLocation;
import io.windlass.connection.location.Owner;
import io.windlass.database.task.Task;
import io.windlass.database.task.TaskState;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A listing far longer than any memory should hold. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LongListingTest {
  private static final long KEYS = 20_000;
  private static final int BATCH = 1000;

  private final AtomicLong listed = new AtomicLong();
  private final AtomicLong furthestAhead = new AtomicLong();

  private Lab lab;

  @BeforeAll
  void start() {
    lab = Lab.embedded();
  }

  @AfterAll
  void stop() {
    lab.close();
  }

  @Test
  void the_listing_is_never_read_further_ahead_than_one_batch() {
    Entry folder = lab.folder(lab.location("long", true));
    Locations locations = new LongLocations(lab.locations, this::longStore);
    PrefixRegistration handler =
        new PrefixRegistration(lab.database.jdbi(), lab.catalog, locations, lab.users, BATCH);
    Registrations registrations = new Registrations(lab.catalog, locations, lab.tasks, handler);
    lab.tasks.start(List.of(handler), List.of());

    Task task = registrations.registerPrefix(lab.ann, folder.id(), "", Optional.empty());
    Task ended =
        await()
            .atMost(Duration.ofMinutes(3))
            .until(() -> lab.tasks.find(task.id()).orElseThrow(), now -> now.state().ended());

    assertThat(ended.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ended.progress().orElseThrow()).contains("\"registered\":" + KEYS);
    assertThat(listed).hasValue(KEYS);
    assertThat(furthestAhead.get()).isLessThanOrEqualTo(BATCH);
  }

  /** The embedded store, but for a listing that nobody wants to write first. */
  private ObjectStore longStore(ObjectStore real) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (_, method, arguments) ->
                method.getName().equals("walk") ? keys() : method.invoke(real, arguments));
  }

  private Stream<Listing.Entry> keys() {
    return LongStream.range(0, KEYS)
        .mapToObj(number -> {
          if (number % BATCH == 0) {
            furthestAhead.accumulateAndGet(number - registered(), Math::max);
          }
          listed.incrementAndGet();
          return new Listing.Entry(
              "long/d%03d/f%06d".formatted(number / 1000, number),
              1,
              "0cc175b9c0f1b6a831c399e269772661",
              Instant.EPOCH,
              "STANDARD");
        });
  }

  private long registered() {
    return lab.database
        .jdbi()
        .withHandle(handle ->
            handle.createQuery("select count(*) from stored_file").mapTo(Long.class).one());
  }

  private record LongLocations(Locations real, java.util.function.UnaryOperator<ObjectStore> stores)
      implements Locations {
    @Override
    public Location create(NewLocation location, Owner owner) {
      return real.create(location, owner);
    }

    @Override
    public Optional<Location> find(long id) {
      return real.find(id);
    }

    @Override
    public List<Location> ofOwner(long ownerId, int newest) {
      return real.ofOwner(ownerId, newest);
    }

    @Override
    public ObjectStore open(Location location) {
      return stores.apply(real.open(location));
    }

    @Override
    public Location managedDefault() {
      return real.managedDefault();
    }

    @Override
    public Location manageIn(String connectionId, String bucket) {
      return real.manageIn(connectionId, bucket);
    }
  }
}

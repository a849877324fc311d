package io.windlass.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.windlass.filesystem.LinkDetails.Lifecycle;
import io.windlass.filesystem.RepositoryTask.Kind;
import io.windlass.filesystem.RepositoryTask.State;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.testing.FaultProxy;
import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store goes and comes back amid the work of a link, and clocks are wrong. */
@SuppressWarnings("NullAway.Init") // set before the tests
class DisturbedLinkTest {
  private static final int FILES = 300;

  private static InProcessStore backing;
  private static FaultProxy proxy;
  private static Ground ground;

  @TempDir Path home;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final InstantSource clock = () -> Instant.now().plus(ahead.get());
  private LinkedNode linked;

  @BeforeAll
  static void open() {
    assumeTrue(LoopVolume.possible());
    Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    backing = InProcessStore.start();
    proxy = FaultProxy.before(backing.endpoint());
    ground = new Ground(new Behind(proxy, backing));
  }

  @AfterAll
  static void closeGround() {
    if (ground != null) {
      ground.close();
      proxy.close();
      backing.close();
    }
  }

  @BeforeEach
  void startNode() {
    linked = LinkedNode.start(ground, ground.connection, ground.bucket(), home, clock);
  }

  @AfterEach
  void stopNode() {
    proxy.up();
    linked.close();
  }

  @Test
  void an_import_goes_on_when_the_store_is_back() throws Exception {
    Map<String, String> put = putFiles();
    proxy.downAfter(150_000);
    RepositoryTask task = linked.begin(Kind.IMPORT, List.of());
    proxy.awaitDown();
    assertThat(linked.shell("ls -R | wc -l")).isNotEqualTo("0");
    proxy.up();
    RepositoryTask ended = linked.node().ended(task);
    assertThat(ended.failure()).isEmpty();
    assertThat(ended.state()).isEqualTo(State.SUCCEEDED);
    assertThat(ended.counts().orElseThrow().failed()).isZero();
    assertThat(linked.files()).isEqualTo(put);
  }

  @Test
  void readers_get_right_bytes_or_an_error_while_the_store_is_away_and_afterwards_the_bytes()
      throws Exception {
    Map<String, String> put = putFiles();
    byte[] large = new byte[24 << 20];
    new Random(3).nextBytes(large);
    ground.store().put(linked.object("large"), WriteOptions.NONE, Body.of(large));
    assertThat(linked.run(Kind.IMPORT, List.of()).state()).isEqualTo(State.SUCCEEDED);
    proxy.downAfter(9 << 20);
    CompletableFuture<String> sum =
        CompletableFuture.supplyAsync(() -> linked.tried("md5sum < large").output());
    CompletableFuture<Map<String, String>> first =
        CompletableFuture.supplyAsync(() -> LinkedNode.files(linked.directory().resolve("d/0")));
    proxy.awaitDown();
    first
        .join()
        .forEach((path, text) ->
            assertThat(text).isIn(put.get("d/0/" + path), "error: Input/output error"));
    proxy.up();
    String right = linked.shell("md5sum < large");
    assertThat(sum.join())
        .satisfiesAnyOf(
            got -> assertThat(got).isEqualTo(right),
            got -> assertThat(got).contains("Input/output error"));
    linked.delete("large");
    linked.hint("large");
    assertThat(linked.agreed()).isEqualTo(put);
  }

  @Test
  void whoever_waits_for_an_export_sees_how_much_is_left() throws Exception {
    linked
        .node()
        .settled(
            linked
                .node()
                .links
                .update(
                    linked.link().id(),
                    new LinkChange(Optional.empty(), Optional.empty(), Optional.of(Set.of())),
                    Optional.empty()));
    FaultProxy.Hold hold = proxy.holdAfter(FaultProxy.Direction.TO_STORE, 1 << 20);
    linked.shell("mkdir d; for i in $(seq 30); do echo $i > d/$i; done");
    linked.shell("head -c 3000000 /dev/zero > large");
    RepositoryTask task = linked.begin(Kind.EXPORT, List.of());
    hold.await();
    try {
      await()
          .untilAsserted(() ->
              assertThat(linked.node().repositoryTasks.required(task.id()).counts())
                  .hasValueSatisfying(counts -> {
                    assertThat(counts.succeeded()).isEqualTo(31);
                    assertThat(counts.total()).isEqualTo(32);
                  }));
    } finally {
      hold.release();
    }
    RepositoryTask ended = linked.node().ended(task);
    assertThat(ended.state()).isEqualTo(State.SUCCEEDED);
    assertThat(ended.counts().orElseThrow().total()).isEqualTo(32);
  }

  @Test
  void exports_go_on_when_the_store_is_back() throws Exception {
    proxy.downAfter(60_000);
    linked.shell("mkdir d; for i in $(seq " + FILES + "); do echo $i > d/$i; done");
    proxy.awaitDown();
    linked.shell("mv d moved; rm moved/1; echo later > moved/2; mkdir e; echo e > e/e");
    await()
        .until(() ->
            linked.node().node.activity(linked.link()).orElseThrow().oldestExport().isPresent());
    proxy.up();
    Map<String, String> agreed = linked.agreed();
    assertThat(agreed)
        .hasSize(FILES)
        .containsEntry("moved/2", "later\n")
        .containsEntry("e/e", "e\n");
  }

  @Test
  @Promise("E20")
  void a_clock_that_is_put_back_holds_nothing_up() {
    ahead.set(Duration.ofDays(2));
    linked.put("heard", "one");
    linked.hint("heard");
    linked.agreed();
    proxy.down();
    linked.shell("echo here > file; echo moved > a");
    linked.shell("mv a b");
    linked.hint("heard", "other");
    await().until(() -> !linked.isQuiet());
    ahead.set(Duration.ofDays(-2));
    proxy.up();
    linked.put("heard", "two");
    assertThat(linked.agreed()).isEqualTo(Map.of("heard", "two", "file", "here\n", "b", "moved\n"));
    linked.restart(clock);
    linked.shell("echo more >> file");
    linked.put("unheard", "three");
    assertThat(linked.agreed())
        .containsEntry("unheard", "three")
        .containsEntry("file", "here\nmore\n");
  }

  @Test
  @Promise("L10")
  void changes_that_wait_for_two_weeks_halt_a_link_until_it_is_updated() {
    linked.put("seen", "before");
    linked.hint("seen");
    linked.agreed();
    ahead.set(Duration.ofDays(-20));
    linked.hint(IntStream.range(0, 20_000).mapToObj(i -> "nothing" + i).toList());
    ahead.set(Duration.ZERO);
    LinkDetails halted =
        await().until(this::details, now -> now.lifecycle() == Lifecycle.MISCONFIGURED);
    assertThat(halted.failure().orElseThrow()).contains("14 days").contains("Update the link");
    linked.put("unheard", "meanwhile");
    linked.delete("seen");
    linked.shell("echo here > local");

    linked.node().links.update(linked.link().id(), LinkChange.none(), Optional.empty());

    assertThat(linked.node().settled(details()).lifecycle()).isEqualTo(Lifecycle.AVAILABLE);
    assertThat(linked.agreed()).isEqualTo(Map.of("unheard", "meanwhile", "local", "here\n"));
  }

  private LinkDetails details() {
    return linked.node().links.required(linked.link().id());
  }

  @Test
  @Promise({"M1", "E2", "M6"})
  void times_of_files_and_objects_may_lie_far_away() {
    for (String time : new String[] {"2100-01-01 00:00:00", "1901-12-13 20:45:52"}) {
      String name = time.substring(0, 4);
      linked.shell("echo content > %1$s && touch -d '%2$s UTC' %1$s".formatted(name, time));
      linked.put("from-" + name, "content");
      linked.hint("from-" + name);
    }
    linked.agreed();
    linked.shell("echo more >> 2100 && echo more >> from-1901");
    assertThat(linked.agreed()).containsEntry("2100", "content\nmore\n");
  }

  private Map<String, String> putFiles() {
    return IntStream.range(0, FILES)
        .mapToObj(i -> "d/" + i % 40 + "/file" + i)
        .collect(
            Collectors.toMap(
                key -> key,
                key -> {
                  linked.put(key, "of " + key);
                  return "of " + key;
                },
                (a, _) -> a,
                TreeMap::new));
  }

  /** A store that is reached through the proxy. */
  private record Behind(FaultProxy way, S3TestStore store) implements S3TestStore {
    @Override
    public URI endpoint() {
      return way.endpoint();
    }

    @Override
    public Optional<URI> stsEndpoint() {
      return Optional.empty();
    }

    @Override
    public String region() {
      return store.region();
    }

    @Override
    public Account owner() {
      return store.owner();
    }

    @Override
    public Optional<Account> stranger() {
      return store.stranger();
    }

    @Override
    public Set<Capability> capabilities() {
      return store.capabilities();
    }
  }
}

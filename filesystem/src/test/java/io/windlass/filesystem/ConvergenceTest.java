package io.windlass.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.windlass.connection.Connection;
import io.windlass.connection.ConnectionChange;
import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.filesystem.LinkDetails.Lifecycle;
import io.windlass.filesystem.testing.Commands;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.store.Grant;
import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore.Account;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs and the bucket do thousands of things at random, while the link is in service and while
 * it is not; a model says what both sides must have afterwards. {@code -Dwindlass.seed=N} takes
 * other things to do.
 */
class ConvergenceTest {
  private static final int ROUNDS = Integer.getInteger("windlass.rounds", 16);
  private static final int OPERATIONS = 200;
  private static final List<String> DIRECTORIES = List.of("", "d0/", "d1/", "d2/", "d0/e/", "d3/");
  private static final List<String> FILES =
      DIRECTORIES.stream()
          .flatMap(directory -> IntStream.range(0, 6).mapToObj(i -> directory + "f" + i))
          .toList();

  private static InProcessStore backing;
  private static Ground ground;

  @TempDir Path home;

  private final long seed = Long.getLong("windlass.seed", 20261121);
  private final Random random = new Random(seed);
  private int contents;

  @BeforeAll
  static void open() {
    assumeTrue(LoopVolume.possible());
    Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    backing = InProcessStore.start();
    ground = new Ground(backing);
  }

  @AfterAll
  static void closeGround() {
    if (ground != null) {
      ground.close();
      backing.close();
    }
  }

  @Test
  @Promise({"E10", "E11", "E12", "E15", "E20", "I14"})
  void bothSidesAgreeInTheEndAndNothingIsLostSilently() {
    System.out.println("ConvergenceTest: -Dwindlass.seed=" + seed);
    String bucket = ground.bucket();
    Account keys = backing.scoped(bucket, LinkedNode.PREFIX, Grant.Access.READ_WRITE);
    Connection connection = ground.connect(keys);
    try (LinkedNode linked =
        LinkedNode.start(ground, connection, bucket, home, InstantSource.system())) {
      Map<String, String> agreed = Map.of();
      for (int round = 0; round < ROUNDS; round++) {
        String where = "seed " + seed + ", round " + round;
        if (round % 2 == 0) {
          agreed = together(linked, where);
        } else {
          backing.revoke(keys.accessKeyId());
          became(linked, Lifecycle.MISCONFIGURED);
          Sides apart = apart(linked);
          keys = backing.scoped(bucket, LinkedNode.PREFIX, Grant.Access.READ_WRITE);
          ground.connections.update(
              connection.id(),
              ConnectionChange.ofKeys(
                  new NewKeys(keys.accessKeyId(), keys.secretAccessKey(), Optional.empty())));
          became(linked, Lifecycle.AVAILABLE);
          agreed = met(linked, agreed, apart, where);
        }
      }
      assertThat(agreed).isNotEmpty();
    }
  }

  /** What each side has. */
  private record Sides(Map<String, String> here, Map<String, String> there) {}

  private static void became(LinkedNode linked, Lifecycle lifecycle) {
    await()
        .until(
            () -> linked.node().links.required(linked.link().id()),
            now -> now.lifecycle() == lifecycle);
  }

  // ---- while the link is out of service

  private Sides apart(LinkedNode linked) {
    List<String> steps = new ArrayList<>();
    for (int i = 0; i < OPERATIONS / 2; i++) {
      steps.add(random.nextInt(25) == 0 ? ofDirectory() : local(one(FILES), one(FILES)));
      remote(linked, one(FILES));
    }
    perform(linked, steps);
    return new Sides(linked.files(), linked.objects());
  }

  /** Where one side alone has changed something, it has its way; else the bucket has the path. */
  private static Map<String, String> met(
      LinkedNode linked, Map<String, String> before, Sides apart, String where) {
    Map<String, String> expected = new TreeMap<>();
    Set<String> aside = new TreeSet<>();
    Set<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(apart.here().keySet());
    paths.addAll(apart.there().keySet());
    for (String path : paths) {
      Optional<String> old = Optional.ofNullable(before.get(path));
      Optional<String> here = Optional.ofNullable(apart.here().get(path));
      Optional<String> there = Optional.ofNullable(apart.there().get(path));
      boolean bucketWins = !there.equals(old) && (there.isPresent() || here.equals(old));
      (bucketWins ? there : here).ifPresent(content -> expected.put(path, content));
      if (bucketWins && !here.equals(old) && !here.equals(there)) {
        here.ifPresent(aside::add);
      }
    }
    Map<String, String> agreed = linked.agreed();
    assertThat(agreed).as(where).isEqualTo(expected);
    assertThat(LinkedNode.files(linked.conflicts()).values()).as(where).containsAll(aside);
    return agreed;
  }

  // ---- while it is in service

  /** Who touches a path in a round. */
  private enum Whose {
    HERE,
    THERE,
    ANYBODY
  }

  private Map<String, String> together(LinkedNode linked, String where) {
    Map<Whose, List<String>> dealt =
        FILES.stream().collect(Collectors.groupingBy(_ -> Whose.values()[random.nextInt(3)]));
    Function<Whose, List<String>> paths = whose -> dealt.getOrDefault(whose, List.of());
    Map<String, Optional<String>> here = new TreeMap<>();
    Map<String, Optional<String>> there = new TreeMap<>();
    List<String> late = new ArrayList<>();
    List<String> steps = new ArrayList<>();
    for (int i = 0; i < OPERATIONS / 2; i++) {
      if (random.nextInt(4) == 0) {
        String path = one(paths.apply(Whose.ANYBODY));
        String content = content();
        boolean write = random.nextInt(3) > 0;
        steps.add(write ? "write\t" + path + "\t" + content : "delete\t" + path);
        here.put(path, write ? Optional.of(content) : Optional.empty());
      } else {
        steps.add(local(one(paths.apply(Whose.HERE)), one(paths.apply(Whose.HERE))));
      }
      String key = one(paths.apply(random.nextInt(4) == 0 ? Whose.ANYBODY : Whose.THERE));
      there.put(key, remote(linked, key));
      hear(linked, key, late);
      if (steps.size() == 10) {
        perform(linked, steps);
        steps.clear();
      }
    }
    Map<String, String> mine = linked.files();
    paths.apply(Whose.HERE).forEach(path -> here.put(path, Optional.ofNullable(mine.get(path))));
    Collections.reverse(late);
    linked.hint(late);
    Map<String, String> agreed = linked.agreed();
    Set<String> touched = new TreeSet<>(here.keySet());
    touched.addAll(there.keySet());
    for (String path : touched) {
      assertThat(Optional.ofNullable(agreed.get(path)))
          .as(where + ", " + path)
          .isIn(
              Stream.of(here, there)
                  .filter(side -> side.containsKey(path))
                  .map(side -> side.get(path))
                  .toList());
    }
    return agreed;
  }

  /** Events come at once, twice, late and in another order, or not at all. */
  private void hear(LinkedNode linked, String key, List<String> late) {
    switch (random.nextInt(4)) {
      case 0 -> linked.hint(key);
      case 1 -> {
        linked.hint(key);
        late.add(key);
      }
      case 2 -> late.add(key);
      default -> {
        // nobody is told
      }
    }
  }

  // ---- what is done

  private String local(String path, String other) {
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> "write\t" + path + "\t" + content();
      case 3 -> "save\t" + path + "\t" + content();
      case 4 -> "append\t" + path + "\t" + content();
      case 5, 6 -> "delete\t" + path;
      case 7 -> "touch\t" + path;
      default -> "rename\t" + path + "\t" + other;
    };
  }

  private String ofDirectory() {
    String directory = one(DIRECTORIES.subList(1, DIRECTORIES.size()));
    return random.nextInt(3) == 0
        ? "remove\t" + directory
        : "rename\t" + directory + "\t" + one(List.of("d1/m/", "d2/", "d3/", "d4/"));
  }

  private Optional<String> remote(LinkedNode linked, String key) {
    if (random.nextInt(3) == 0) {
      linked.delete(key);
      return Optional.empty();
    }
    String content = content();
    linked.put(key, content);
    return Optional.of(content);
  }

  private String content() {
    return "content " + contents++ + "x".repeat(random.nextInt(3));
  }

  private <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** As programs do, and what cannot be done is not done. */
  private static void perform(LinkedNode linked, List<String> steps) {
    Commands.ok(
        "/usr/bin/python3",
        "-c",
        """
        import os, shutil, sys
        os.chdir(sys.argv[1])
        for step in sys.argv[2].splitlines():
            verb, path, *rest = step.split('\t')
            try:
                if verb in ('write', 'append', 'save', 'rename'):
                    target = rest[0] if verb == 'rename' else path
                    os.makedirs(os.path.dirname(target.rstrip('/')) or '.', exist_ok=True)
                if verb in ('write', 'append'):
                    with open(path, verb[0]) as file:
                        file.write(rest[0])
                elif verb == 'save':
                    with open(path + '.saving', 'w') as file:
                        file.write(rest[0])
                    os.rename(path + '.saving', path)
                elif verb == 'rename':
                    os.rename(path.rstrip('/'), rest[0].rstrip('/'))
                elif verb == 'touch':
                    os.utime(path)
                elif verb == 'remove':
                    shutil.rmtree(path)
                else:
                    os.remove(path)
            except OSError:
                pass
        """,
        linked.directory().toString(),
        String.join("\n", steps));
  }
}

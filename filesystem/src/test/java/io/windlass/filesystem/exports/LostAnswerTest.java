package io.windlass.filesystem.exports;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.filesystem.Promise;
import io.windlass.foundation.Problem;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.StoreAddress;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store has written an object, and its answer never came; or the node ended just then. */
@SuppressWarnings("NullAway.Init") // set before each test
class LostAnswerTest {
  private static final InProcessStore BACKING = InProcessStore.start();

  private static final Set<String> WRITES = Set.of("put", "completeMultipart");

  @TempDir Path root;
  private final AtomicBoolean losing = new AtomicBoolean();
  private Linked linked;

  @BeforeEach
  void link() {
    ObjectStore store =
        Linked.open(
            StoreAddress.at(BACKING.endpoint(), BACKING.region()),
            BACKING.owner().accessKeyId(),
            BACKING.owner().secretAccessKey());
    linked =
        new Linked(
            Linked.DATABASE.jdbi(),
            losing(store),
            root,
            Linked.link(
                System.nanoTime(), S3TestStore.uniqueBucket("lost"), Linked.ALL, Linked.ALL),
            Linked.SETTINGS);
  }

  private ObjectStore losing(ObjectStore store) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (_, method, arguments) -> {
              try {
                Object answer = method.invoke(store, arguments);
                if (losing.get() && WRITES.contains(method.getName())) {
                  throw new StoreException(
                      new StoreFailure.Unreachable("lost"),
                      Problem.of(Problem.Kind.UNAVAILABLE, "lost", "The answer was lost."),
                      new IOException("lost"));
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @AfterEach
  void unlink() {
    linked.close();
  }

  @AfterAll
  static void stop() {
    BACKING.close();
  }

  private void loseExportOf(String path) {
    losing.set(true);
    assertThat(linked.exporter.export(path)).isInstanceOf(Exported.Failed.class);
    losing.set(false);
  }

  @Test
  @Promise("E9")
  void theObjectGoesWithItsFile() throws IOException {
    linked.write("new", "one");
    loseExportOf("new");
    assertThat(linked.keys()).containsExactly("new");
    Files.delete(linked.path("new"));
    assertThat(linked.exporter.export("new")).isInstanceOf(Exported.Deleted.class);
    assertThat(linked.keys()).isEmpty();

    linked.write("old", "one");
    linked.exporter.export("old");
    linked.write("old", "two");
    loseExportOf("old");
    Files.delete(linked.path("old"));
    assertThat(linked.exporter.export("old")).isInstanceOf(Exported.Deleted.class);

    Files.createDirectory(linked.path("empty"));
    loseExportOf("empty");
    Files.delete(linked.path("empty"));
    linked.exporter.export("empty");
    assertThat(linked.keys()).isEmpty();
  }

  @Test
  @Promise({"E5", "E9"})
  void soDoesAnObjectThatWasWrittenInParts() throws IOException {
    linked.write("new", large("one"));
    loseExportOf("new");
    assertThat(linked.facts("new").etag()).endsWith("-2");
    Files.delete(linked.path("new"));
    assertThat(linked.exporter.export("new")).isInstanceOf(Exported.Deleted.class);
    assertThat(linked.keys()).isEmpty();

    linked.write("old", large("one"));
    linked.exporter.export("old");
    linked.write("old", large("two"));
    loseExportOf("old");
    linked.write("old", large("three"));
    assertThat(linked.exporter.export("old")).isInstanceOf(Exported.Written.class);
    assertThat(linked.text("old")).isEqualTo(large("three"));
    linked.write("old", large("four"));
    loseExportOf("old");
    Files.delete(linked.path("old"));
    assertThat(linked.exporter.export("old")).isInstanceOf(Exported.Deleted.class);
    assertThat(linked.keys()).isEmpty();
  }

  private static String large(String text) {
    return text.repeat((17 << 20) / text.length());
  }

  @Test
  @Promise("E10")
  void aFileThatGoesOnIsInNoConflictWithItsOwnObject() {
    linked.write("new", "one");
    loseExportOf("new");
    linked.write("new", "two!");
    assertThat(linked.exporter.export("new")).isInstanceOf(Exported.Written.class);
    linked.write("new", "three");
    loseExportOf("new");
    linked.write("new", "fours");
    linked.importer.apply(Linked.PREFIX + "new");
    assertThat(linked.read("new")).isEqualTo("fours");
    assertThat(linked.exporter.export("new")).isInstanceOf(Exported.Written.class);
    assertThat(linked.text("new")).isEqualTo("fours");
    linked.write("new", "mine");
    linked.put("new", "theirs");
    assertThat(linked.exporter.export("new")).isInstanceOf(Exported.Overtaken.class);
    assertThat(linked.state("new").etag()).isEqualTo(linked.facts("new").etag());
  }
}

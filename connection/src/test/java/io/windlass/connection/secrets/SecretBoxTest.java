package io.windlass.connection.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.foundation.Secret;
import io.windlass.foundation.WindlassException;
import io.windlass.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretBoxTest {
  private static final SealedField PLACE = new SealedField("thing", "sealed_secret", "1");

  @TempDir Path directory;
  private TestDatabase database;
  private Jdbi jdbi;
  private Path file;

  @BeforeEach
  void start() {
    database = TestDatabase.create();
    jdbi = database.jdbi();
    jdbi.useHandle(handle ->
        handle.execute(
            """
            CREATE TABLE thing (
              id bigint PRIMARY KEY,
              sealed_secret bytea,
              sealed_secret_key bytea
                GENERATED ALWAYS AS (substring(sealed_secret FROM 1 FOR 5)) STORED
                REFERENCES sealing_key)
            """));
    file = directory.resolve("secrets.key");
  }

  @AfterEach
  void stop() {
    database.close();
  }

  @Test
  void whatIsSealedOpensAgainAtItsPlace() {
    SecretBox box = box();
    for (String text : List.of("", "wJalrXUtnFEMI/K7MDENG+bPxRfiCY", "ключ 🔑", "x".repeat(4096))) {
      assertThat(box.open(box.seal(Secret.of(text), PLACE), PLACE).reveal()).isEqualTo(text);
    }
  }

  @Test
  void theSameSecretIsSealedDifferentlyEachTime() {
    SecretBox box = box();
    assertThat(box.seal(Secret.of("a"), PLACE)).isNotEqualTo(box.seal(Secret.of("a"), PLACE));
  }

  @Test
  void aSealedSecretOpensNowhereElse() {
    SecretBox box = box();
    byte[] sealed = box.seal(Secret.of("a"), PLACE);
    for (SealedField other :
        List.of(
            new SealedField("thing", "sealed_secret", "2"),
            new SealedField("thing", "sealed_other", "1"),
            new SealedField("other", "sealed_secret", "1"))) {
      assertCode("secret_unreadable", () -> box.open(sealed, other));
    }
  }

  @Test
  void aChangedByteIsNoticed() {
    SecretBox box = box();
    byte[] sealed = box.seal(Secret.of("a"), PLACE);
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertCode("secret_unreadable", () -> box.open(changed, PLACE));
    }
  }

  @Test
  void theKeyFileIsForItsOwnerOnlyAndMadeOnce() throws Exception {
    box();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String before = Files.readString(file);
    box();
    assertThat(Files.readString(file)).isEqualTo(before);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void nodesThatStartTogetherShareOneKey() throws Exception {
    List<SecretBox> boxes =
        together(IntStream.range(0, 8).mapToObj(_ -> (Callable<SecretBox>) this::box).toList());
    byte[] sealed = boxes.getFirst().seal(Secret.of("a"), PLACE);
    assertThat(boxes)
        .allSatisfy(box -> assertThat(box.open(sealed, PLACE).reveal()).isEqualTo("a"));
  }

  @Test
  void filesMadeTogetherAreOne() throws Exception {
    together(
        IntStream.range(0, 8)
            .mapToObj(_ ->
                (Callable<Void>)
                    () -> {
                      new KeyFile(file).create();
                      return null;
                    })
            .toList());
    assertThat(new KeyFile(file).keys().size()).isEqualTo(1);
  }

  @Test
  void aNodeWithoutTheKeyFileIsRefused() throws Exception {
    SecretBox box = box();
    insert(1, box.seal(Secret.of("a"), PLACE));
    Files.delete(file);
    assertCode("secret_key_missing", this::box);
    assertThat(file).doesNotExist();
  }

  @Test
  void aNodeWithAnotherKeyFileIsRefused() throws Exception {
    SecretBox box = box();
    insert(1, box.seal(Secret.of("a"), PLACE));
    Files.delete(file);
    new KeyFile(file).create();
    assertCode("secret_key_mismatch", this::box);
  }

  @Test
  void aKeyFileThatEverybodyCanReadIsRefused() throws Exception {
    box();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertCode("secret_key_exposed", this::box);
  }

  @Test
  void aDamagedKeyFileIsRefusedWithoutShowingIt() throws Exception {
    box();
    Files.writeString(file, "{\"primaryKeyId\": 1, \"key\": \"c2VjcmV0\"");
    assertThatThrownBy(this::box)
        .isInstanceOfSatisfying(
            WindlassException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo("secret_key_invalid");
              assertThat(e.problem().toString()).doesNotContain("c2VjcmV0");
            });
  }

  @Test
  void rotationReencryptsEverythingAndDestroysTheOldKey() throws Exception {
    SecretBox box = box();
    String before = Files.readString(file);
    for (int i = 0; i < 450; i++) {
      insert(i, box.seal(Secret.of("secret " + i), at(i)));
    }
    jdbi.useHandle(handle -> handle.execute("INSERT INTO thing (id) VALUES (1000)"));

    assertThat(box.rotate()).isEqualTo(450);

    for (int i = 0; i < 450; i++) {
      assertThat(box.open(stored(i), at(i)).reveal()).isEqualTo("secret " + i);
    }
    assertThat(new KeyFile(file).keys().size()).isEqualTo(1);
    assertThat(prefixes()).containsExactly(new KeyFile(file).keys().primaryPrefix());
    Files.writeString(file, before);
    assertCode("secret_unreadable", () -> box.open(stored(7), at(7)));
  }

  @Test
  void anotherNodeReadsOnAfterRotation() {
    SecretBox first = box();
    SecretBox second = SecretBox.at(file, database.open());
    insert(1, first.seal(Secret.of("a"), at(1)));
    assertThat(second.open(stored(1), at(1)).reveal()).isEqualTo("a");
    first.rotate();
    assertThat(second.open(stored(1), at(1)).reveal()).isEqualTo("a");
    insert(2, second.seal(Secret.of("b"), at(2)));
    assertThat(first.open(stored(2), at(2)).reveal()).isEqualTo("b");
  }

  @Test
  void anInterruptedRotationIsFinishedByTheNext() throws Exception {
    SecretBox box = box();
    insert(1, box.seal(Secret.of("old"), at(1)));
    KeyFile keyFile = new KeyFile(file);
    Keys both = keyFile.keys().withNewPrimary();
    jdbi.useHandle(handle -> SealingKeys.add(handle, both.primaryPrefix()));
    keyFile.replace(both); // and here the process was killed

    SecretBox restarted = box();
    insert(2, restarted.seal(Secret.of("new"), at(2)));
    assertThat(restarted.open(stored(1), at(1)).reveal()).isEqualTo("old");
    assertThat(restarted.rotate()).isEqualTo(1);
    assertThat(restarted.open(stored(1), at(1)).reveal()).isEqualTo("old");
    assertThat(restarted.open(stored(2), at(2)).reveal()).isEqualTo("new");
    assertThat(keyFile.keys().size()).isEqualTo(1);
  }

  @Test
  void rotationStoppedBeforeTheFileWasWrittenLosesNothing() {
    SecretBox box = box();
    insert(1, box.seal(Secret.of("a"), at(1)));
    jdbi.useHandle(
        handle -> SealingKeys.add(handle, new byte[] {1, 2, 3, 4, 5})); // and here it was killed
    SecretBox restarted = box();
    assertThat(restarted.rotate()).isEqualTo(1);
    assertThat(restarted.open(stored(1), at(1)).reveal()).isEqualTo("a");
    assertThat(prefixes()).hasSize(1);
  }

  @Test
  void aSecretSealedWithADestroyedKeyIsNotStored() {
    SecretBox box = box();
    byte[] late = box.seal(Secret.of("late"), at(9));
    box.rotate();
    assertThatThrownBy(() -> insert(9, late)).hasMessageContaining("sealing_key");
  }

  @Test
  void writersLoseNothingWhileTheKeyRotates() throws Exception {
    SecretBox box = box();
    int each = 300;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers =
          IntStream.range(0, 4)
              .<Future<?>>mapToObj(
                  writer -> threads.submit(() -> writeAll(box, writer * each, each)))
              .toList();
      int rotations = 0;
      while (rotations < 2 || !writers.stream().allMatch(Future::isDone)) {
        box.rotate();
        rotations++;
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    for (int id = 0; id < 4 * each; id++) {
      assertThat(box.open(stored(id), at(id)).reveal()).isEqualTo("s" + id);
    }
  }

  private void writeAll(SecretBox box, int from, int count) {
    int written = 0;
    while (written < count) {
      int id = from + written;
      try {
        insert(id, box.seal(Secret.of("s" + id), at(id)));
        written++;
      } catch (RuntimeException e) {
        // Refused as a whole: sealed with a key that went away meanwhile. Try again.
        assertThat(e).hasMessageContaining("sealing_key");
      }
    }
  }

  private SecretBox box() {
    return SecretBox.at(file, database.database());
  }

  private static SealedField at(long id) {
    return new SealedField("thing", "sealed_secret", Long.toString(id));
  }

  private void insert(long id, byte[] sealed) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate("INSERT INTO thing (id, sealed_secret) VALUES (:id, :sealed)")
            .bind("id", id)
            .bind("sealed", sealed)
            .execute());
  }

  private byte[] stored(long id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT sealed_secret FROM thing WHERE id = :id")
            .bind("id", id)
            .mapTo(byte[].class)
            .one());
  }

  private List<byte[]> prefixes() {
    return jdbi.withHandle(
        handle -> handle.createQuery("SELECT prefix FROM sealing_key").mapTo(byte[].class).list());
  }

  private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.invokeAll(calls).stream()
          .map(future -> {
            try {
              return future.get();
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          })
          .toList();
    }
  }

  private static void assertCode(
      String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            WindlassException.class, e -> assertThat(e.problem().code()).isEqualTo(code));
  }

  @Test
  void neitherKeysNorSecretsStandInTheDatabaseInClear() {
    SecretBox box = box();
    insert(1, box.seal(Secret.of("in the clear"), at(1)));
    assertThat(new String(stored(1), UTF_8)).doesNotContain("in the clear");
  }
}

package io.windlass.cli.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.client.model.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyCacheTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir private Path directory;
  private final AtomicInteger issued = new AtomicInteger();

  private Credentials issue() {
    return new Credentials(
        "cred_" + issued.incrementAndGet(),
        "b",
        "raw/",
        "AK",
        "secret",
        "token",
        NOW.plus(Duration.ofHours(1)),
        "r",
        Optional.empty(),
        false,
        "read_only");
  }

  private String get(String purpose, Instant now) {
    return new KeyCache(directory).get(purpose, now, this::issue).id();
  }

  @Test
  void keysAreKeptUntilTheyAreNearTheirEnd() {
    assertThat(get("a", NOW)).isEqualTo("cred_1");
    assertThat(get("a", NOW.plus(Duration.ofMinutes(39)))).isEqualTo("cred_1");
    assertThat(get("a", NOW.plus(Duration.ofMinutes(41)))).isEqualTo("cred_2");
  }

  @Test
  void anotherPurposeGetsOtherKeys() {
    assertThat(get("a", NOW)).isEqualTo("cred_1");
    assertThat(get("b", NOW)).isEqualTo("cred_2");
    assertThat(get("a", NOW)).isEqualTo("cred_1");
  }

  @Test
  void onlyTheOwnerCanReadThem() throws IOException {
    get("secret purpose", NOW);
    Path kept = directory.resolve("credentials");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rwx------");
    for (Path file : files(kept)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(file.toString()).doesNotContain("secret purpose");
    }
  }

  @Test
  void revokedKeysAreForgotten() {
    get("a", NOW);
    new KeyCache(directory).forget("cred_1");
    assertThat(get("a", NOW)).isEqualTo("cred_2");
  }

  @Test
  void aDamagedFileIsReplaced() throws IOException {
    get("a", NOW);
    for (Path file : files(directory.resolve("credentials"))) {
      Files.writeString(file, "{");
    }
    assertThat(get("a", NOW)).isEqualTo("cred_2");
  }

  private static List<Path> files(Path kept) throws IOException {
    try (Stream<Path> files = Files.list(kept)) {
      return files.toList();
    }
  }
}

package io.windlass.filesystem.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.filesystem.imports.Applied.Outcome;
import io.windlass.filesystem.state.FileState.Content;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.filesystem.tree.ObjectMetadata;
import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The contract of imports, and what readers see, on a file system that is watched. */
@EnabledIf("io.windlass.filesystem.testing.LoopVolume#possible")
abstract class LazyImportContract extends ImportContract {
  private final InProcessStore backing = InProcessStore.start();
  private LazyGround lazy;

  abstract LoopVolume.Kind kind();

  @BeforeAll
  void mount() {
    lazy = new LazyGround(kind(), backing);
  }

  @AfterAll
  void unmount() {
    lazy.close();
    backing.close();
  }

  @Override
  final S3TestStore backing() {
    return backing;
  }

  @Override
  final Ground ground() {
    return lazy.ground();
  }

  @Override
  final boolean readable() {
    return true;
  }

  @Test
  void aStubHasNoBlocksUntilItIsRead() throws IOException {
    Ground ground = prepared();
    ground.put("f", "x".repeat(100_000));
    ground.apply("f");
    assertThat(ground.status("f").blocks()).isLessThan(8);
    assertThat(ground.state("f").orElseThrow().content()).isEqualTo(Content.RELEASED);

    assertThat(read(ground.at("f"))).isEqualTo("x".repeat(100_000));
  }

  @Test
  void anObjectOverwrittenBetweenListingAndReadingGivesItsNewContent() throws IOException {
    Ground ground = prepared();
    ground.put("f", "old", ObjectMetadata.of(0100600, 1, 2, 3, 4));
    ground.apply("f");
    ground.put("f", "quite new", ObjectMetadata.of(0100640, 5, 6, 7, 8));

    assertThat(read(ground.at("f"))).isEqualTo("quite new");

    assertThat(ground.status("f").size()).isEqualTo(9);
    assertThat(ground.status("f").uid()).isEqualTo(5);
    assertThat(ground.status("f").modified()).isEqualTo(7);
    assertThat(ground.apply("f").outcome()).isEqualTo(Outcome.UNCHANGED);
  }

  @Test
  void aReaderKeepsTheFileItOpenedAndTheNextOneSeesTheNew() throws IOException {
    Ground ground = prepared();
    ground.put("f", "old");
    ground.apply("f");
    try (Reader reader = Reader.open(ground.at("f"))) {
      ground.put("f", "newer");
      ground.apply("f");
      assertThat(new String(reader.bytes(), UTF_8)).isEqualTo("old");
    }
    assertThat(read(ground.at("f"))).isEqualTo("newer");
  }

  @Test
  void aStubThatWasRenamedIsFetchedBeforeItIsMovedAside() throws Exception {
    Ground ground = prepared();
    ground.put("from", "theirs");
    ground.apply("from");
    Files.move(ground.at("from"), ground.at("to"));
    ground.put("to", "new");

    Applied applied = ground.apply("to");

    assertThat(read(ground.at("to"))).isEqualTo("new");
    Path loser = ground.root.resolve(applied.aside().orElseThrow());
    assertThat(read(loser)).isEqualTo("theirs");
  }

  @Test
  void anEmptyFileThatWasReadBecomesAStubThatIsFilled() throws IOException {
    Ground ground = prepared();
    ground.put("f", "");
    ground.apply("f");
    assertThat(read(ground.at("f"))).isEmpty();
    ground.put("f", "content");
    ground.apply("f");
    assertThat(read(ground.at("f"))).isEqualTo("content");
  }

  private static String read(Path file) {
    return new String(Reader.bytes(file), UTF_8);
  }
}

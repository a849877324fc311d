package io.windlass.filesystem.exports;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.filesystem.Promise;
import io.windlass.filesystem.state.FileState.Content;
import io.windlass.filesystem.tree.ReportCode;
import io.windlass.filesystem.watch.Seen;
import io.windlass.testing.InProcessStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaserTest {
  private static final InProcessStore BACKING = InProcessStore.start();

  @TempDir Path root;
  private Linked linked;
  private Releaser releaser;

  @BeforeEach
  void link() {
    linked = new Linked(BACKING, root);
    releaser = new Releaser(linked.site);
  }

  @AfterEach
  void unlink() {
    linked.close();
  }

  @AfterAll
  static void stop() {
    BACKING.close();
  }

  @Test
  @Promise("E22")
  void anExportedFileIsReleasedAndKeepsItsMetadata() throws IOException {
    linked.write("a", "content");
    Files.setLastModifiedTime(linked.path("a"), FileTime.from(Instant.ofEpochSecond(1_000)));
    linked.exporter.export("a");
    assertThat(state("a")).isEqualTo("a: (0x00000009) exists archived, archive_id:1");
    assertThat(releaser.release("a", Releaser.Age.ANY)).isEqualTo(new Released.Done(7));
    assertThat(linked.state("a").content()).isEqualTo(Content.RELEASED);
    assertThat(state("a")).isEqualTo("a: (0x0000000d) released exists archived, archive_id:1");
    assertThat(Files.size(linked.path("a"))).isEqualTo(7);
    assertThat(Files.getLastModifiedTime(linked.path("a")).toInstant())
        .isEqualTo(Instant.ofEpochSecond(1_000));
    assertThat(linked.exporter.export("a")).isInstanceOf(Exported.InStep.class);
    assertThat(releaser.release("a", Releaser.Age.ANY)).isInstanceOf(Released.Skipped.class);
  }

  @Test
  @Promise("E22")
  void whatTheBucketDoesNotHaveIsNotReleased() {
    linked.write("never", "x");
    refused("never", ReportCode.OPERATION_NOT_PERMITTED);
    assertThat(state("never")).isEqualTo("never: (0x00000000)");
    linked.write("dirty", "one");
    linked.exporter.export("dirty");
    linked.write("dirty", "two!");
    assertThat(state("dirty")).isEqualTo("dirty: (0x0000000b) exists dirty archived, archive_id:1");
    refused("dirty", ReportCode.OPERATION_NOT_PERMITTED);
    linked.write("gone", "x");
    linked.exporter.export("gone");
    linked.store.delete(linked.id("gone"));
    refused("gone", ReportCode.SOURCE_OBJECT_DELETED_BEFORE_RELEASING);
    linked.write("other", "x");
    linked.exporter.export("other");
    linked.put("other", "changed there");
    refused("other", ReportCode.OPERATION_NOT_PERMITTED);
  }

  @Test
  @Promise("E22")
  void aFileWithAChangeThatWaitsIsNotReleased() {
    linked.write("a", "one");
    linked.exporter.export("a");
    linked.changes.record(
        List.of(
            new Seen.Name(
                linked.link.id(),
                "a",
                Seen.Extent.ENTRY,
                Seen.Content.WRITTEN,
                false,
                Duration.ZERO)));
    refused("a", ReportCode.OPERATION_NOT_PERMITTED);
  }

  @Test
  @Promise("E22")
  void aRenamedFileWaitsForItsObject() throws IOException {
    linked.write("a", "one");
    linked.exporter.export("a");
    Files.move(linked.path("a"), linked.path("b"));
    refused("b", ReportCode.S3_OBJECT_UPDATE_IN_PROGRESS_FROM_FILE_RENAME);
  }

  @Test
  @Promise("E22")
  void onlyWhatIsOldEnoughIsReleased() {
    linked.write("d/a", "one");
    linked.write("d/b", "two");
    linked.write("d/never", "x");
    linked.exporter.export("d/a");
    linked.exporter.export("d/b");
    Map<String, Released> heard = new ConcurrentHashMap<>();
    Releaser.Age tomorrow =
        new Releaser.Age(Instant.now().plus(Duration.ofDays(1)), Duration.ofDays(2));
    assertThat(releaser.releaseAll("d", tomorrow, heard::put))
        .contains(new Releaser.Counts(0, 0, 0));
    assertThat(heard.values()).hasOnlyElementsOfType(Released.Skipped.class);
    Releaser.Age later =
        new Releaser.Age(Instant.now().plus(Duration.ofDays(3)), Duration.ofDays(2));
    assertThat(releaser.releaseAll("d", later, heard::put)).contains(new Releaser.Counts(2, 1, 6));
    assertThat(heard.get("d/never")).isInstanceOf(Released.Failed.class);
    assertThat(releaser.releaseAll("nowhere", later, heard::put)).isEmpty();
  }

  private void refused(String path, ReportCode code) {
    assertThat(releaser.release(path, Releaser.Age.ANY))
        .isInstanceOfSatisfying(
            Released.Failed.class, failed -> assertThat(failed.code()).isEqualTo(code));
  }

  private String state(String path) {
    return HsmState.of(linked.link, linked.entry(path).orElseThrow()).print(path);
  }
}

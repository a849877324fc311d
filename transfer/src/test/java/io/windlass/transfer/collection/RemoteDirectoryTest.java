package io.windlass.transfer.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.transfer.collection.CollectionLab.LabNode;
import io.windlass.transfer.collection.DirectoryStorage.OpenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory of another node. */
class RemoteDirectoryTest extends StorageContract {
  @TempDir private static Path root;

  private CollectionLab lab;
  private LabNode has;
  private LabNode asks;
  private Collection its;
  private int directories;

  @BeforeAll
  void openLab() {
    lab = new CollectionLab();
    has = lab.new LabNode("has");
    asks = lab.new LabNode("asks");
    its = lab.directory(root, "has");
  }

  @AfterAll
  void closeLab() {
    asks.close();
    has.close();
    lab.close();
  }

  @Override
  CollectionLab lab() {
    return lab;
  }

  @Override
  Collection collection() {
    return its;
  }

  @Override
  Browser browser() {
    return new StorageBrowser(asks.storages);
  }

  @Override
  String emptyDirectory() {
    try {
      return "/" + Files.createDirectory(root.resolve("d" + directories++)).getFileName();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  void write(String path, String content) {
    try {
      Path file = root.resolve(path.substring(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  @BeforeEach
  void open() {
    collection = its;
    base = emptyDirectory();
    storage = asks.open(its);
  }

  @Test
  void bytesAreReadAnywhere() throws IOException {
    String content = "0123456789".repeat(100_000);
    write(at("file"), content);
    try (OpenFile file = ((DirectoryStorage) storage).read(at("file"))) {
      assertThat(file.item().size()).isEqualTo(content.length());
      ByteBuffer some = ByteBuffer.allocate(4);
      assertThat(file.read(some, 999_993)).isEqualTo(4);
      assertThat(new String(some.array(), StandardCharsets.US_ASCII)).isEqualTo("3456");
      try (var all = file.body().open()) {
        assertThat(new String(all.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo(content);
      }
      try (var slice = file.body().slice(500_003, 200_000).open()) {
        assertThat(new String(slice.readAllBytes(), StandardCharsets.US_ASCII))
            .isEqualTo(content.substring(500_003, 700_003));
      }
      file.requireUnchanged();
      write(at("file"), "changed");
      assertProblem("source_changed", file::requireUnchanged);
      assertProblem("source_changed", () -> file.body().open());
    }
  }

  @Test
  @Promise("N7")
  void aNodeThatDoesNotAnswerIsNamed() {
    LabNode gone = lab.new LabNode("gone");
    Collection far = lab.directory(root, "gone");
    gone.close();
    try (Storage closed = asks.open(far)) {
      assertProblem("node_unreachable", () -> closed.stat(base));
    }
    try (Storage never = asks.open(lab.directory(root, "never-started"))) {
      assertProblem("node_unreachable", () -> never.stat(base));
    }
  }

  @Test
  @Promise("N7")
  void filesAreWrittenByTheNodeThatHasTheDirectoryAlone() {
    assertProblem("directory_elsewhere", () -> ((DirectoryStorage) storage).write(at("file"), 1));
  }
}

package io.windlass.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.CollectionLab;
import io.windlass.transfer.collection.CollectionLab.LabNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories of two nodes. */
class TwoDirectoriesTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path elsewhere;

  private TransferLab lab;
  private End.Local here;
  private LabNode first;
  private LabNode second;

  @BeforeEach
  void open() {
    lab = new TransferLab();
    here = (End.Local) End.directory(lab.collections);
    first = lab.collections.new LabNode(CollectionLab.NODE);
    second = lab.collections.new LabNode("node-2");
    lab.startNode(
        lab.collections.database.database(), "node-2", TransferLab.SETTINGS, second.storages);
  }

  @AfterEach
  void close() {
    lab.close();
    second.close();
    first.close();
    here.close();
  }

  @Test
  @Promise("N3")
  void filesGoFromADirectoryOfOneNodeToThatOfAnother() throws IOException {
    Map<String, byte[]> files = new TreeMap<>(Samples.files(120, 2000));
    byte[] large = new byte[13 << 20];
    new Random(5).nextBytes(large);
    files.put("deep/down/large", large);
    String from = here.fill(files);
    Collection there = lab.collections.directory(elsewhere, "node-2");
    TransferOptions options = Options.sync(SyncLevel.CHECKSUM).verify().build();

    Transfer sent = lab.run(TransferLab.directory(here.collection(), from, there, "/to", options));
    Transfer again = lab.run(TransferLab.directory(here.collection(), from, there, "/to", options));

    assertThat(sent.problem()).isEmpty();
    assertThat(sent.counts().filesTransferred()).isEqualTo(files.size());
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      assertThat(Files.readAllBytes(elsewhere.resolve("to").resolve(file.getKey())))
          .as(file.getKey())
          .isEqualTo(file.getValue());
    }
    assertThat(again.problem()).isEmpty();
    assertThat(again.counts().filesTransferred()).isZero();
    assertThat(again.counts().filesSkipped()).isEqualTo(files.size());
  }

  @Test
  @Promise({"C10", "N3"})
  void whatDescribedAnObjectGoesAlong() throws IOException {
    String from = here.fill(Map.of("a", new byte[3]));
    Collection there = lab.collections.directory(elsewhere, "node-2");
    attributes(here.file(from + "/a"))
        .write(
            "windlass.object",
            ByteBuffer.wrap("{\"metadata\":{\"origin\":\"lab\"}}".getBytes(UTF_8)));

    Transfer sent =
        lab.run(
            TransferLab.directory(
                here.collection(),
                from,
                there,
                "/to",
                Options.of().preserve(TransferOptions.Preserve.METADATA).build()));

    assertThat(sent.problem()).isEmpty();
    UserDefinedFileAttributeView arrived = attributes(elsewhere.resolve("to/a"));
    ByteBuffer value = ByteBuffer.allocate(arrived.size("windlass.object"));
    arrived.read("windlass.object", value);
    assertThat(new String(value.array(), UTF_8)).contains("\"origin\":\"lab\"");
  }

  private static UserDefinedFileAttributeView attributes(Path file) {
    return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
  }
}

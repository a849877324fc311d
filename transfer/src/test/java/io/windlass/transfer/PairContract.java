package io.windlass.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.transfer.TransferredFile.Outcome;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What holds for every pair of storages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PairContract {
  private TransferLab lab;
  private End source;
  private End destination;

  abstract End source(TransferLab lab);

  abstract End destination(TransferLab lab, End source);

  @BeforeAll
  void open() {
    lab = new TransferLab();
    source = source(lab);
    destination = destination(lab, source);
  }

  @AfterAll
  void close() {
    source.close();
    destination.close();
    lab.close();
  }

  static Map<String, byte[]> files(int count, int size) {
    Random random = new Random(count * 31L + size);
    Map<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[size == 0 ? 0 : random.nextInt(size)];
      random.nextBytes(bytes);
      files.put("d" + i % 7 + "/é file " + i + ".txt", bytes);
    }
    return files;
  }

  @Test
  void aDirectoryArrivesWholeWithAReportOfEachFile() {
    Map<String, byte[]> files = files(120, 5000);
    String from = source.fill(files);
    String to = destination.empty();

    Transfer transfer =
        lab.run(
            TransferLab.directory(
                source.collection(), from, destination.collection(), to, TransferOptions.NONE));

    assertThat(transfer.problem()).isEmpty();
    assertThat(transfer.state()).isEqualTo(TransferState.SUCCEEDED);
    assertThat(destination.read(to)).usingRecursiveComparison().isEqualTo(files);
    assertThat(transfer.counts().files()).isEqualTo(120);
    assertThat(transfer.counts().filesTransferred()).isEqualTo(120);
    assertThat(lab.report(transfer))
        .hasSize(120)
        .allMatch(line -> line.outcome() == Outcome.COPIED || line.outcome() == Outcome.STREAMED)
        .extracting(line -> line.destination().orElseThrow())
        .doesNotHaveDuplicates();
    assertThat(lab.codes(transfer)).containsExactly("SUCCEEDED", "STARTED");
  }

  @Test
  void aLargeFileGoesInPartsAndArrivesWhole() {
    byte[] bytes = new byte[17 << 20];
    new Random(7).nextBytes(bytes);
    String from = source.fill(Map.of("large", bytes));
    String to = destination.empty();

    Transfer transfer =
        lab.run(
            TransferLab.transfer(
                source.collection(),
                destination.collection(),
                java.util.List.of(
                    TransferLab.item(from + "/large", to + "/sub/copy", Optional.of(false))),
                TransferOptions.NONE));

    assertThat(transfer.problem()).isEmpty();
    assertThat(destination.read(to)).containsOnlyKeys("sub/copy");
    assertThat(destination.read(to).get("sub/copy")).isEqualTo(bytes);
    assertThat(destination.openUploads()).isZero();
  }
}

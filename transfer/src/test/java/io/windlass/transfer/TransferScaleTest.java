package io.windlass.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.transfer.TransferSettings.Size;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.CollectionLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Many files. */
class TransferScaleTest {
  private static final int FILES = 60_000;

  @Test
  @Promise("B1")
  void memoryAndRowsDoNotGrowWithTheNumberOfFiles() throws IOException {
    TransferSettings settings =
        new TransferSettings(
            TransferLab.SETTINGS.limits(),
            new Size(1000, 1L << 30, 4, 2, 16, 8, 6L << 20, 5L << 20, 512L << 20),
            TransferLab.SETTINGS.retries(),
            TransferLab.SETTINGS.pace(),
            TransferLab.SETTINGS.web());
    try (TransferLab lab = new TransferLab(settings);
        End.Local end = (End.Local) End.directory(lab.collections)) {
      String from = end.empty();
      for (int i = 0; i < FILES; i++) {
        Path file = end.file(from).resolve("file-" + i);
        Files.createFile(file);
      }
      Collection collection = end.collection();
      Transfer transfer =
          lab.run(
              new NewTransfer(
                  UUID.randomUUID(),
                  CollectionLab.USER,
                  Optional.of(collection.id()),
                  collection.id(),
                  java.util.List.of(TransferLab.item(from, end.empty() + "/to", Optional.of(true))),
                  TransferOptions.NONE,
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  true));

      assertThat(transfer.counts().files()).isEqualTo(FILES);
      try (var report = lab.transfers().report(transfer.id())) {
        assertThat(report.count()).isEqualTo(FILES);
      }
      assertThat(number(lab, transfer, "count(*)")).isLessThanOrEqualTo(2L * FILES / 1000);
      assertThat(number(lab, transfer, "max(length(report))")).isLessThan(64 << 10);
    }
  }

  private static long number(TransferLab lab, Transfer transfer, String what) {
    return lab.collections
        .database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT " + what + " FROM transfer_batch WHERE transfer_id = :id")
                .bind("id", transfer.id())
                .mapTo(Long.class)
                .one());
  }
}

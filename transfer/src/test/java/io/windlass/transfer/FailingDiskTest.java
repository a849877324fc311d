package io.windlass.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.transfer.TransferSettings.Size;
import io.windlass.transfer.collection.Collection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A disk that fails after the file system has taken everything. */
class FailingDiskTest {
  /** As many bytes as the disk begins to take while more may arrive. */
  private static final long MUCH = 128L << 20;

  private TransferLab lab;
  private End.Local source;
  private OverbookedDisk disk;

  @BeforeEach
  void open() throws IOException {
    disk = OverbookedDisk.mount("to/large", MUCH);
    TransferSettings usual = TransferLab.SETTINGS;
    Size inOnePiece = new Size(50, 1L << 30, 8, 4, 16, 8, 1L << 30, 5L << 20, 512L << 20);
    lab =
        new TransferLab(
            new TransferSettings(
                usual.limits(), inOnePiece, usual.retries(), usual.pace(), usual.web()));
    source = (End.Local) End.directory(lab.collections);
  }

  @AfterEach
  void close() throws IOException {
    if (disk != null) {
      lab.close();
      source.close();
      disk.close();
    }
  }

  private static long checksum(InputStream bytes) throws IOException {
    try (CheckedInputStream checked = new CheckedInputStream(bytes, new CRC32C())) {
      checked.transferTo(OutputStream.nullOutputStream());
      return checked.getChecksum().getValue();
    }
  }

  /** Mostly nothing, so that it is made quickly. */
  private static void writeLarge(Path file) throws IOException {
    byte[] end = new byte[1 << 20];
    new Random(11).nextBytes(end);
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.seek(MUCH - end.length);
      large.write(end);
    }
  }

  /** Sent for sure, or because the bytes at the destination are others. */
  static List<TransferOptions> ways() {
    return List.of(TransferOptions.NONE, Options.sync(SyncLevel.CHECKSUM).build());
  }

  @ParameterizedTest
  @MethodSource("ways")
  @Promise("R7")
  void whatTheDiskRefusedWhileMoreArrivedIsNotTakenAsArrived(TransferOptions options)
      throws IOException {
    String from = source.empty();
    writeLarge(source.file(from + "/large"));
    Collection full = lab.collections.directory(disk.root());
    NewTransfer wanted = TransferLab.directory(source.collection(), from, full, "/to", options);

    UUID id = lab.transfers().submit(wanted).transfer().id();
    assertThat(refusal(id)).contains("(EIO)");

    disk.makeRoom();
    Transfer done = lab.end(id);
    assertThat(done.problem()).isEmpty();
    assertThat(done.counts().filesTransferred()).isEqualTo(1);
    assertThat(checksum(disk.onDisk("to/large")))
        .isEqualTo(checksum(Files.newInputStream(source.file(from + "/large"))));
  }

  /** From now on batches come as if an earlier attempt at each had ended with its node. */
  private void allAreBegunAgain() {
    lab.collections
        .database
        .jdbi()
        .useHandle(
            handle -> handle.execute("ALTER TABLE transfer_batch ALTER attempt SET DEFAULT 1"));
  }

  @Test
  @Promise("R7")
  void whatAnAttemptThatWasKilledLeftInMemoryIsNotTakenAsArrived() throws IOException {
    String from = source.empty();
    writeLarge(source.file(from + "/large"));
    try (OutputStream left = Files.newOutputStream(disk.root().resolve("to/large"))) {
      Files.copy(source.file(from + "/large"), left);
    }
    Collection full = lab.collections.directory(disk.root());
    TransferOptions checksum = Options.sync(SyncLevel.CHECKSUM).build();
    allAreBegunAgain();
    UUID id =
        lab.transfers()
            .submit(TransferLab.directory(source.collection(), from, full, "/to", checksum))
            .transfer()
            .id();
    assertThat(refusal(id)).contains("(EIO)");

    disk.makeRoom();
    assertThat(lab.end(id).problem()).isEmpty();
    assertThat(checksum(disk.onDisk("to/large")))
        .isEqualTo(checksum(Files.newInputStream(source.file(from + "/large"))));
  }

  /** Why a transfer does not get on. */
  private String refusal(UUID id) {
    Transfer refused =
        await()
            .atMost(Duration.ofMinutes(2))
            .until(
                () -> lab.transfers().find(id).orElseThrow(),
                transfer -> transfer.status().isPresent() || transfer.state().ended());
    assertThat(refused.state()).isEqualTo(TransferState.ACTIVE);
    return refused.status().orElseThrow().message();
  }
}

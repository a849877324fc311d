package io.windlass.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A file system that believes to have more room than there is behind it: it takes what is written,
 * and fails when that is to reach the disk.
 */
record OverbookedDisk(SmallDisk behind, Path root) implements AutoCloseable {
  private static final int MEBIBYTES = 32;
  private static final long BELIEVED = 512L << 20;

  /**
   * Mounts one whose disk is full; the test is skipped where this may not be done.
   *
   * @param file is on it, and has reached the disk
   * @param size of the file, which has no contents
   */
  static OverbookedDisk mount(String file, long size) throws IOException {
    Assumptions.assumeTrue(Files.exists(Path.of("/dev/loop-control")), "there are no loop devices");
    SmallDisk behind = SmallDisk.mount(MEBIBYTES);
    Path root = Files.createTempDirectory("windlass-overbooked-");
    OverbookedDisk disk = new OverbookedDisk(behind, root);
    try {
      disk.begin(root.resolve(file), size);
      return disk;
    } catch (IOException e) {
      disk.close();
      throw e;
    }
  }

  /** Without a journal: the file system would not go on after that could not be written. */
  private void begin(Path file, long size) throws IOException {
    makeSparse(image(), BELIEVED);
    String features = "^has_journal";
    String options = "lazy_itable_init=0,nodiscard";
    run("mkfs.ext4", "-qF", "-O", features, "-E", options, "-N", "1024", image().toString());
    run("mount", "-o", "loop,errors=continue", image().toString(), root.toString());
    Files.createDirectories(file.getParent());
    makeSparse(file, size);
    run("sync", "--file-system", root.toString());
    FileStore store = Files.getFileStore(behind.path());
    behind.resize(store.getTotalSpace() - store.getUsableSpace());
  }

  private static void makeSparse(Path file, long size) throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(size);
    }
  }

  private Path image() {
    return behind.path().resolve("image");
  }

  /** From now on there is room for all that was believed. */
  void makeRoom() throws IOException {
    behind.resize(2 * BELIEVED);
  }

  /** The bytes of a file that have reached the disk, whatever is in memory and not there. */
  InputStream onDisk(String path) throws IOException {
    return new ProcessBuilder("debugfs", "-c", "-R", "cat /" + path, image().toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .getInputStream();
  }

  private static void run(String... command) throws IOException {
    if (!SmallDisk.run(List.of(command))) {
      throw new IOException(String.join(" ", command) + " failed");
    }
  }

  @Override
  public void close() throws IOException {
    SmallDisk.run(List.of("umount", "-l", root.toString()));
    Files.delete(root);
    behind.close();
  }
}

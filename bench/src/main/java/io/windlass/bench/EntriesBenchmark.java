package io.windlass.bench;

import io.windlass.client.Transfers;
import io.windlass.client.WindlassClient;
import io.windlass.client.model.NewTransfer;
import io.windlass.client.model.Transfer;
import io.windlass.client.model.TransferItem;
import io.windlass.client.model.TransferOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Transfers of huge directories, all in one directory and equal on both sides, so that planning is
 * all there is: two synthetic listings against each other, then a local directory of empty files
 * against one. Tells the node's memory as it goes; its heap is what the launcher gives it, and a
 * node that runs out of it ends.
 */
final class EntriesBenchmark {
  private static final TransferOptions SAME_SIZE =
      new TransferOptions(
          Optional.of("size"),
          false,
          false,
          false,
          List.of(),
          List.of(),
          Optional.empty(),
          false,
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false);

  private final int listed;
  private final int local;

  /**
   * A benchmark.
   *
   * @param listed entries of both buckets
   * @param local files of the directory, 0 for none of it
   */
  EntriesBenchmark(int listed, int local) {
    this.listed = listed;
    this.local = local;
  }

  void run() throws Exception {
    if (listed > 0) {
      buckets();
    }
    if (local > 0) {
      directory();
    }
  }

  private void buckets() throws Exception {
    try (EntriesStore store = new EntriesStore(listed);
        Node node = Node.start()) {
      Path none = Files.createTempDirectory("windlass-bench");
      MovesBenchmark.collections(node, store.endpoint(), store.endpoint(), none);
      follow(node, "bucket and bucket", listed, "one", "/many/entries/", "two", "/same/entries/");
      Scratch.delete(none);
    }
  }

  /** In memory where that can be mounted: to make the files is none of what is measured. */
  private void directory() throws Exception {
    Path disk = Files.createTempDirectory("windlass-bench");
    boolean mounted =
        succeeds("mount", "-t", "tmpfs", "-o", "nr_inodes=0", "windlass-bench", disk.toString());
    try (EntriesStore store = new EntriesStore(local)) {
      fill(Files.createDirectory(disk.resolve("entries")));
      try (Node node = Node.start()) {
        MovesBenchmark.collections(node, store.endpoint(), store.endpoint(), disk);
        follow(node, "directory and bucket", local, "disk", "/entries", "one", "/many/entries/");
      }
    } finally {
      if (!mounted || !succeeds("umount", disk.toString())) {
        empty(disk.resolve("entries"));
      }
      Scratch.delete(disk);
    }
  }

  private static boolean succeeds(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  private void fill(Path directory) throws IOException {
    for (int index = 0; index < local; index++) {
      Files.createFile(directory.resolve(EntriesStore.name(index)));
    }
  }

  /** Without a list of what is in it. */
  private void empty(Path directory) throws IOException {
    for (int index = 0; index < local; index++) {
      Files.deleteIfExists(directory.resolve(EntriesStore.name(index)));
    }
  }

  private static void follow(
      Node node, String what, int count, String from, String fromPath, String to, String toPath)
      throws Exception {
    System.out.printf("%n%s, %,d entries in one directory%n", what, count);
    System.out.printf("  %14s %10s %14s %14s%n", "entries", "s", "resident MiB", "peak MiB");
    try (WindlassClient client = node.client()) {
      double cpu = node.allCpuSeconds();
      node.forgetPeak();
      line(node, 0, 0);
      long begun = System.nanoTime();
      Transfer submitted = submit(client, from, fromPath, to, toPath);
      long[] told = {0};
      Transfer ended =
          client
              .transfers()
              .follow(
                  submitted.id(),
                  now -> {
                    if (now.counts().files() - told[0] >= count / 20 && !Transfers.ended(now)) {
                      told[0] = now.counts().files();
                      line(node, told[0], seconds(begun));
                    }
                  });
      double wall = seconds(begun);
      line(node, ended.counts().files(), wall);
      System.out.printf(
          "  %s: %,d found, %,d equal, %.1f s, %,.0f per second, %.1f CPU s%n",
          ended.state(),
          ended.counts().files(),
          ended.counts().filesSkipped(),
          wall,
          ended.counts().files() / wall,
          node.allCpuSeconds() - cpu);
      if (ended.counts().filesSkipped() != count) {
        throw new IllegalStateException("not all of it was found");
      }
    }
  }

  private static Transfer submit(
      WindlassClient client, String from, String fromPath, String to, String toPath) {
    TransferItem all =
        new TransferItem(fromPath, toPath, Optional.of(true), Optional.empty(), Optional.empty());
    return client
        .transfers()
        .submit(
            new NewTransfer(
                Optional.empty(),
                Optional.of(client.collections().get(from, Optional.empty()).id()),
                client.collections().get(to, Optional.empty()).id(),
                List.of(all),
                Optional.of(SAME_SIZE),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false));
  }

  private static void line(Node node, long entries, double seconds) {
    try {
      System.out.printf(
          "  %,14d %10.1f %14.0f %14.0f%n",
          entries, seconds, node.residentMebibytes(), node.peakMebibytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}

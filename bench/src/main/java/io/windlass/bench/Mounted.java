package io.windlass.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A directory whose files some process provides while it lives. */
interface Mounted extends AutoCloseable {
  /** What it is called in tables. */
  String name();

  /** Where programs look. */
  Path path();

  /** Seconds of user and system time that the providing process has used so far. */
  double cpuSeconds() throws IOException;

  /** Peak resident memory of the providing process so far, in MiB. */
  double peakMebibytes() throws IOException;

  /** Drops what is held of the contents here, so that the next reading is a first one. */
  void forgetContents() throws Exception;

  /** Brings what has been read to the disk, where it is kept there. */
  default void settle() throws Exception {
    Measured.run(List.of("sync"), Map.of());
  }

  /** Makes it usable again after something has failed. */
  void recover() throws Exception;

  @Override
  void close() throws IOException;

  /** Runs a program and adds what the providing process used meanwhile. */
  default Measured measure(List<String> command, Duration limit) throws Exception {
    double before = cpuSeconds();
    Measured own = Measured.run(command, Map.of(), limit);
    return new Measured(own.wall(), own.cpu() + cpuSeconds() - before, own.peakMebibytes());
  }

  /** CPU time of a process from the kernel's books, in seconds; its ended children included. */
  static double cpuSeconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = 0;
    for (int field = 11; field <= 14; field++) {
      ticks += Long.parseLong(fields[field]);
    }
    return ticks / 100.0;
  }

  /** Peak resident memory of a process from the kernel's books, in MiB. */
  static double peakMebibytes(long pid) throws IOException {
    return mebibytes(pid, "VmHWM:");
  }

  /** Resident memory of a process now, in MiB. */
  static double residentMebibytes(long pid) throws IOException {
    return mebibytes(pid, "VmRSS:");
  }

  private static double mebibytes(long pid, String name) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  /** Drops the kernel's caches of all file systems, and uses free memory. */
  static void dropCaches() throws Exception {
    Measured.run(List.of("sync"), Map.of());
    Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "3");
    useMemory(4096);
  }

  /**
   * Uses free memory once: a virtual machine gives it back to its host, and whoever uses it first
   * pays for having it again, which took half of the time of reading 512 MiB.
   */
  static void useMemory(long mebibytes) throws Exception {
    Path memory = Files.createTempFile(Path.of("/dev/shm"), "windlass-bench", null);
    try {
      Measured.run(
          List.of(
              "dd", "if=/dev/zero", "of=" + memory, "bs=1M", "count=" + mebibytes, "status=none"),
          Map.of());
    } finally {
      Files.delete(memory);
    }
  }
}

package io.windlass.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A file system of a few MiB. */
record SmallDisk(Path path) implements AutoCloseable {
  /** Mounts one; the test is skipped where this may not be done. */
  static SmallDisk mount(int mebibytes) throws IOException {
    return mount("tmpfs", "size=" + mebibytes + "m");
  }

  /** One that keeps no extended attributes. */
  static SmallDisk withoutAttributes() throws IOException {
    return mount("ramfs", "mode=755");
  }

  private static SmallDisk mount(String type, String options) throws IOException {
    Path path = Files.createTempDirectory("windlass-small-");
    boolean mounted = run(List.of("mount", "-t", type, "-o", options, "small", path.toString()));
    if (!mounted) {
      Files.delete(path);
    }
    Assumptions.assumeTrue(mounted, "mounting needs root");
    return new SmallDisk(path);
  }

  void fill(String name, int mebibytes) throws IOException {
    Files.write(path.resolve(name), new byte[mebibytes << 20]);
  }

  void delete(String name) throws IOException {
    Files.delete(path.resolve(name));
  }

  /** Gives it another size, as little as what is used at the least. */
  void resize(long bytes) throws IOException {
    if (!run(List.of("mount", "-o", "remount,size=" + bytes, path.toString()))) {
      throw new IOException("it cannot have " + bytes + " bytes");
    }
  }

  @Override
  public void close() throws IOException {
    run(List.of("umount", "-l", path.toString()));
    Files.delete(path);
  }

  static boolean run(List<String> command) throws IOException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}

package io.windlass.bench;

import java.io.IOException;
import java.nio.file.Path;

/** A directory that could not be provided: everything in it fails, and says why. */
record Absent(String name, Exception cause) implements Mounted {
  /** Something that provides a directory, or fails to. */
  interface Maker {
    Mounted make() throws Exception;
  }

  /** What the maker makes, or the reason why it cannot. */
  static Mounted orMade(String name, Maker maker) {
    try {
      return maker.make();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Absent(name, e);
    } catch (Exception e) {
      return new Absent(name, e);
    }
  }

  private IOException reason() {
    return new IOException(String.valueOf(cause.getMessage()), cause);
  }

  @Override
  public Path path() {
    return Path.of("/nonexistent");
  }

  @Override
  public double cpuSeconds() throws IOException {
    throw reason();
  }

  @Override
  public double peakMebibytes() throws IOException {
    throw reason();
  }

  @Override
  public void forgetContents() throws IOException {
    throw reason();
  }

  @Override
  public void recover() {
    // there is nothing to use again
  }

  @Override
  public void close() {
    // there is nothing to close
  }
}

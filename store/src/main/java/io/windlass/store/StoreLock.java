package io.windlass.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a directory to one store at a time. The system frees it when the process ends. */
record StoreLock(FileChannel channel) implements AutoCloseable {
  static StoreLock take(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new StoreLock(channel);
      }
    } catch (OverlappingFileLockException e) {
      // held by this process
    }
    channel.close();
    throw new IOException("another store uses " + directory);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

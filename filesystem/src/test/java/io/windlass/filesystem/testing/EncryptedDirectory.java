package io.windlass.filesystem.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * A directory whose names and contents the kernel encrypts (fscrypt, policy 2) with a key that may
 * be taken away. It has to be on a file system that can: ext4 made with {@code -O encrypt}.
 */
public final class EncryptedDirectory {
  /** The ioctls of linux/fscrypt.h; there is no program for them on every machine. */
  private static final String FSCRYPT =
      """
      import fcntl, os, struct, sys
      def ioctl(direction, number, size):
          return direction << 30 | size << 16 | ord('f') << 8 | number
      def add(directory, byte):
          raw = byte.encode() * 64
          key = bytearray(struct.pack('<II32xII32x', 2, 0, len(raw), 0) + raw)
          fcntl.ioctl(directory, ioctl(3, 23, 80), key, True)
          return bytes(key[8:24])
      def encrypt(directory, key):
          fcntl.ioctl(directory, ioctl(2, 19, 12), struct.pack('<BBBB4x16s', 2, 1, 4, 3, key))
      def remove(directory, key):
          argument = bytearray(struct.pack('<II32sI20x', 2, 0, key, 0))
          fcntl.ioctl(directory, ioctl(3, 24, 64), argument, True)
          return struct.unpack_from('<I', argument, 40)[0]
      def identifier(directory):
          policy = bytearray(struct.pack('<Q24x', 24))
          fcntl.ioctl(directory, 0xc0096616, policy, True)
          return bytes(policy[16:32])
      top = os.open(sys.argv[2], os.O_RDONLY)
      if sys.argv[1] == 'encrypt': encrypt(top, add(top, 'k'))
      if sys.argv[1] == 'unlock': add(top, 'k')
      if sys.argv[1] == 'lock':
          for name in sys.argv[4:]:
              with open(name, 'rb') as f: f.read() and os.fsync(f)
          key = identifier(top)
          mount = os.open(sys.argv[3], os.O_RDONLY)
          os.close(top)
          print(remove(mount, key))
      """;

  private static final String DONE = "0";
  private static final String BUSY = "1";

  private final Path mount;
  private final Path directory;

  private EncryptedDirectory(Path mount, Path directory) {
    this.mount = mount;
    this.directory = directory;
  }

  /**
   * Encrypts an empty directory, whose key is there.
   *
   * @param mount the root of its file system
   */
  public static EncryptedDirectory of(Path mount, Path directory) {
    EncryptedDirectory encrypted = new EncryptedDirectory(mount, directory);
    encrypted.fscrypt("encrypt");
    return encrypted;
  }

  /** Takes the key away, and waits until no file keeps it. */
  public void lock() {
    Awaitility.await()
        .until(() -> {
          boolean done = fscrypt("lock").equals(DONE);
          if (!done) {
            unlock(); // what was in use is asked for again, of a key that is there
          }
          return done;
        });
  }

  /**
   * Reads a file to its end, brings it to the disk, closes it and takes the key away in the same
   * moment.
   *
   * @return whether no file was in use then, so that the key is gone from all
   */
  public boolean lockRightAfterReading(Path file) {
    return fscrypt("lock", file.toString()).equals(DONE);
  }

  /** Takes the key away from everything but the files that are in use, of which there are some. */
  public void lockButFilesInUse() {
    assertThat(fscrypt("lock")).isEqualTo(BUSY);
  }

  /** Brings the key back. */
  public void unlock() {
    fscrypt("unlock");
  }

  private String fscrypt(String command, String... files) {
    List<String> all = new ArrayList<>(List.of("/usr/bin/python3", "-c", FSCRYPT, command));
    all.addAll(List.of(directory.toString(), mount.toString()));
    all.addAll(List.of(files));
    return Commands.ok(all.toArray(String[]::new));
  }
}

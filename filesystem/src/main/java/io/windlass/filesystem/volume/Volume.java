package io.windlass.filesystem.volume;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.linux.Errno;
import io.windlass.linux.LinuxException;
import io.windlass.linux.Mounts;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The bytes of a file system, ready to be watched. An image or a device is mounted where root alone
 * can go, never where users see it: what is opened before it is watched would read zeros. What a
 * process that died has left mounted is taken over as it is.
 */
public final class Volume implements AutoCloseable {
  private static final Set<PosixFilePermission> ROOT_ALONE =
      PosixFilePermissions.fromString("rwx------");
  private static final String OPTIONS = "nodev,nosuid";

  private final Path root;
  private final boolean mounted;

  private Volume(Path root, boolean mounted) {
    this.root = root;
    this.mounted = mounted;
  }

  /**
   * An image, made and formatted as XFS when the file is missing, and mounted.
   *
   * @param size bytes of a new image; it takes up what is written to it
   * @param at a directory of ours, made when it is missing
   * @throws io.windlass.foundation.WindlassException {@code program_missing}, {@code
   *     image_unusable}, {@code image_not_formatted}, {@code mount_failed}
   */
  public static Volume image(Path file, long size, Path at) {
    if (MountTable.read().at(at).isPresent()) {
      return new Volume(at, true);
    }
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      makeImage(file, size);
    } else if (!Files.isRegularFile(file)) {
      throw unusable(file, "is no file", Optional.empty());
    }
    return mount(file, at, OPTIONS + ",loop");
  }

  /**
   * A block device with a file system on it, mounted.
   *
   * @param at a directory of ours, made when it is missing
   * @throws io.windlass.foundation.WindlassException {@code device_unusable}, {@code
   *     device_mounted}, {@code mount_failed}
   */
  public static Volume device(Path device, Path at) {
    MountTable table = MountTable.read();
    if (table.at(at).isPresent()) {
      return new Volume(at, true);
    }
    Path real = real(device);
    table.ofSource(real.toString()).stream()
        .findFirst()
        .ifPresent(elsewhere -> {
          throw Problem.of(
                  Kind.CONFLICT,
                  "device_mounted",
                  "The device " + device + " is mounted at " + elsewhere.at() + ".")
              .withRemedy(
                  "Unmount it, and give it the option noauto in /etc/fstab: Windlass mounts it.")
              .toException();
        });
    return mount(real, at, OPTIONS);
  }

  /**
   * A directory that is there.
   *
   * @throws io.windlass.foundation.WindlassException {@code directory_unusable}
   */
  public static Volume directory(Path directory) {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw Problem.of(
              Kind.CONFLICT, "directory_unusable", directory + " is not there, or no directory.")
          .withRemedy("Make the directory first.")
          .toException();
    }
    return new Volume(directory, false);
  }

  /** The root of the file system. */
  public Path root() {
    return root;
  }

  /** Unmounts what was mounted, which frees the loop device of an image. */
  @Override
  public void close() {
    if (mounted) {
      try {
        Mounts.unmount(root);
      } catch (LinuxException e) {
        if (e.errno() != Errno.EBUSY) {
          throw e;
        }
        Mounts.detach(root);
      }
    }
  }

  private static Volume mount(Path source, Path at, String options) {
    makePrivate(at);
    Programs.run(
        "mount_failed",
        "mount",
        List.of("mount", "-o", options, "--", source.toString(), at.toString()));
    return new Volume(at, true);
  }

  /** Under another name until it is whole: an image that is there can be mounted. */
  private static void makeImage(Path file, long size) {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try {
      Files.deleteIfExists(unfinished);
      Files.createFile(
          unfinished,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (RandomAccessFile opened = new RandomAccessFile(unfinished.toFile(), "rw")) {
        opened.setLength(size);
      }
      // room in the inode for the state of a file, and times beyond 2038
      Programs.run(
          "image_not_formatted",
          "xfsprogs",
          List.of(
              "mkfs.xfs", "-q", "-i", "size=512", "-m", "bigtime=1", "--", unfinished.toString()));
      try (RandomAccessFile opened = new RandomAccessFile(unfinished.toFile(), "rw")) {
        opened.getFD().sync();
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unusable(file, "cannot be made: " + e.getMessage(), Optional.of(e));
    }
  }

  private static void makePrivate(Path directory) {
    try {
      Files.createDirectories(
          directory, PosixFilePermissions.asFileAttribute(EnumSet.copyOf(ROOT_ALONE)));
      Files.setPosixFilePermissions(directory, ROOT_ALONE);
    } catch (IOException e) {
      throw unusable(directory, "cannot be made: " + e.getMessage(), Optional.of(e));
    }
  }

  private static Path real(Path device) {
    try {
      return device.toRealPath();
    } catch (IOException e) {
      throw Problem.of(Kind.CONFLICT, "device_unusable", "There is no device " + device + ".")
          .withRemedy("Check the path; lsblk shows what there is.")
          .toException(e);
    }
  }

  private static WindlassException unusable(Path path, String why, Optional<IOException> cause) {
    Problem problem =
        Problem.of(Kind.CONFLICT, "image_unusable", path + " " + why + ".")
            .withRemedy("Choose another place for the image.");
    return cause.map(problem::toException).orElseGet(problem::toException);
  }
}

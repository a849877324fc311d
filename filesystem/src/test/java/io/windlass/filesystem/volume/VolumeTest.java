package io.windlass.filesystem.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.filesystem.Promise;
import io.windlass.filesystem.testing.Commands;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.filesystem.volume.MountTable.Mount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeTest {
  private static final long SIZE = 300L << 20;

  @TempDir Path home;

  @AfterEach
  void unmountAll() {
    for (String name : List.of("private", "private2", "visible")) {
      MountPoint.clear(home.resolve(name));
    }
  }

  @Test
  @Promise({"F3", "F4"})
  void an_image_is_made_formatted_and_mounted_for_root_alone() throws Exception {
    Path image = home.resolve("image");
    Path at = home.resolve("private");
    try (Volume volume = Volume.image(image, SIZE, at)) {
      Mount mount = MountTable.read().at(at).orElseThrow();
      assertThat(mount.type()).isEqualTo("xfs");
      assertThat(volume.root()).isEqualTo(at);
      assertThat(Files.size(image)).isEqualTo(SIZE);
      assertThat(Commands.ok("xfs_info", at.toString()))
          .contains("isize=512")
          .contains("bigtime=1");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(image)))
          .isEqualTo("rw-------");
      Files.writeString(at.resolve("kept"), "bytes");
    }
    assertThat(MountPoint.mounted(at)).isFalse();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(at)))
        .isEqualTo("rwx------");
    LoopVolume.awaitNoDeviceOf(image);

    try (Volume _ = Volume.image(image, SIZE * 2, at)) {
      assertThat(at.resolve("kept")).as("it is mounted as it was").hasContent("bytes");
    }
  }

  @Test
  void what_a_dead_process_left_mounted_is_taken_over() throws Exception {
    Path image = home.resolve("image");
    Path at = home.resolve("private");
    Volume left = Volume.image(image, SIZE, at);
    Files.writeString(left.root().resolve("kept"), "bytes");
    try (Volume again = Volume.image(image, SIZE, at)) {
      assertThat(again.root().resolve("kept")).hasContent("bytes");
    }
    assertThat(MountPoint.mounted(at)).isFalse();
  }

  @Test
  @Promise("F3")
  void a_device_is_mounted_unless_it_is_already() throws Exception {
    Path image = home.resolve("image");
    Volume.image(image, SIZE, home.resolve("private")).close();
    String device = Commands.ok("losetup", "--find", "--show", image.toString());
    try {
      try (Volume volume = Volume.device(Path.of(device), home.resolve("private"))) {
        assertThat(MountTable.read().ofSource(device)).hasSize(1);
        assertThatThrownBy(() -> Volume.device(Path.of(device), home.resolve("private2")))
            .hasMessageStartingWith("device_mounted")
            .hasMessageContaining(volume.root().toString());
      }
    } finally {
      Commands.run("losetup", "--detach", device);
    }
    assertThatThrownBy(() -> Volume.device(Path.of("/dev/no-such"), home.resolve("private")))
        .hasMessageStartingWith("device_unusable");
  }

  @Test
  void images_that_cannot_be_are_told_and_leave_nothing_mounted() throws Exception {
    Path at = home.resolve("private");
    Path text = Files.writeString(home.resolve("text"), "no file system");
    assertThatThrownBy(() -> Volume.image(text, SIZE, at)).hasMessageStartingWith("mount_failed");
    assertThatThrownBy(() -> Volume.image(home, SIZE, at)).hasMessageStartingWith("image_unusable");
    assertThatThrownBy(() -> Volume.image(home.resolve("no/image"), SIZE, at))
        .hasMessageStartingWith("image_unusable");
    assertThatThrownBy(() -> Volume.image(home.resolve("small"), 1 << 20, at))
        .hasMessageStartingWith("image_not_formatted");
    assertThat(home.resolve("small")).doesNotExist();
    assertThat(MountPoint.mounted(at)).isFalse();
    assertThatThrownBy(() -> Volume.directory(text)).hasMessageStartingWith("directory_unusable");
  }

  @Test
  void a_missing_program_is_named_with_its_package() {
    assertThatThrownBy(
            () -> Programs.run("x", "somepackage", List.of("/usr/sbin/windlass-no-such-program")))
        .hasMessageStartingWith("program_missing")
        .satisfies(e ->
            assertThat(((io.windlass.foundation.WindlassException) e).problem().remedy().orElse(""))
                .contains("somepackage"));
  }

  @Test
  void a_mount_point_is_an_empty_directory() throws Exception {
    Path fresh = home.resolve("a/b");
    MountPoint.prepare(fresh);
    assertThat(fresh).isDirectory();
    Files.writeString(fresh.resolve("file"), "");
    assertThatThrownBy(() -> MountPoint.prepare(fresh))
        .hasMessageStartingWith("mount_point_unusable");
    assertThatThrownBy(() -> MountPoint.prepare(fresh.resolve("file")))
        .hasMessageStartingWith("mount_point_unusable");
  }

  @Test
  void mounts_with_odd_names_are_read() {
    MountTable table =
        MountTable.parse(
            List.of(
                "36 35 98:0 /mnt1 /mnt\\040two/\\303\\244 rw,noatime master:1 - ext3 /dev/r\\134t rw",
                "37 35 98:1 / /x rw - xfs /dev/loop0 rw"));
    assertThat(table.at(Path.of("/mnt two/ä")))
        .contains(new Mount("98:0", Path.of("/mnt two/ä"), "ext3", "/dev/r\\t"));
    assertThat(table.ofSource("/dev/loop0")).hasSize(1);
  }
}

package io.windlass.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorTest {
  private static final int CREATE = OpenFlags.READ_WRITE | OpenFlags.CREATE | OpenFlags.EXCLUSIVE;

  @TempDir Path place;
  private Descriptor root;

  @BeforeEach
  void open() {
    root = Descriptor.openDirectory(place);
  }

  @AfterEach
  void close() {
    root.close();
  }

  @Test
  void writtenBytesAreReadBackAtTheirOffsetsFromAnyKindOfBuffer() {
    try (Descriptor file = root.open("a", CREATE, 0600)) {
      assertThat(file.write(ByteBuffer.wrap("hello".getBytes(UTF_8)), 3)).isEqualTo(5);
      ByteBuffer direct = ByteBuffer.allocateDirect(10);
      assertThat(file.read(direct, 0)).isEqualTo(8);
      assertThat(direct.position()).isEqualTo(8);
      ByteBuffer heap = ByteBuffer.allocate(10);
      assertThat(file.read(heap, 3)).isEqualTo(5);
      assertThat(new String(heap.array(), 0, 5, UTF_8)).isEqualTo("hello");
      assertThat(file.read(heap, 100)).isZero();
    }
  }

  @Test
  void aFileWithoutANameGetsOneAndTakesNobodysPlace() {
    root.makeDirectory("dir", 0755);
    try (Descriptor file = root.open("dir", OpenFlags.READ_WRITE | OpenFlags.UNNAMED, 0640)) {
      file.write(ByteBuffer.wrap("hello".getBytes(UTF_8)), 0);
      assertThat(file.status().links()).isZero();
      file.link(root, "dir/named");
      assertThat(root.status("dir/named")).isEqualTo(file.status());
      assertThatThrownBy(() -> file.link(root, "dir/named"))
          .isInstanceOfSatisfying(
              LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST));
    }
  }

  @Test
  void statusHasSizeTypeOwnerModeAndTimesToTheNanosecond() {
    try (Descriptor file = root.open("a", CREATE, 0640)) {
      file.truncate(12_345);
      file.mode(04711);
      file.times(-1, 1_700_000_000_123_456_789L);
      FileStatus status = root.status("a");
      assertThat(status).isEqualTo(file.status());
      assertThat(status.size()).isEqualTo(12_345);
      assertThat(status.blocks()).isZero();
      assertThat(status.permissions()).isEqualTo(04711);
      assertThat(status.isFile()).isTrue();
      assertThat(status.modified()).isEqualTo(1_700_000_000_123_456_789L);
      assertThat(status.accessed()).isEqualTo(-1);
      file.times(Descriptor.TIME_UNCHANGED, 5);
      assertThat(file.status().accessed()).isEqualTo(-1);
      assertThat(file.status().modified()).isEqualTo(5);
    }
    assertThat(root.status().isDirectory()).isTrue();
  }

  @Test
  void nothingOutsideTheDirectoryCanBeReached() throws Exception {
    Path outside = Files.createTempDirectory("outside");
    Files.writeString(outside.resolve("secret"), "x");
    Files.createSymbolicLink(place.resolve("way"), outside);
    Files.createSymbolicLink(place.resolve("last"), outside.resolve("secret"));
    List<ThrowingCallable> attempts =
        List.of(
            () -> root.open("way/secret", OpenFlags.READ, 0).close(),
            () -> root.open("last", OpenFlags.READ, 0).close(),
            () -> root.open("../" + outside.getFileName(), OpenFlags.READ, 0).close(),
            () -> root.open(outside.toString(), OpenFlags.READ, 0).close(),
            () -> root.status("way/secret"),
            () -> root.remove("way/secret", false),
            () -> root.remove("..", true),
            () -> root.rename("way/secret", root, "b", true),
            () -> root.makeDirectory("way/new", 0700),
            () -> root.childAttribute("way/secret", "user.x"),
            () -> root.symlink("x", "way/new"));
    for (ThrowingCallable attempt : attempts) {
      assertThatThrownBy(attempt).isInstanceOf(LinuxException.class);
    }
    assertThat(outside.resolve("secret")).exists();
    assertThat(root.status("last").isSymbolicLink()).isTrue();
  }

  @Test
  void childrenOfALargeDirectoryComeEachOnce() throws Exception {
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < 5_000; i++) {
      expected.add("file-with-a-rather-long-name-" + i);
      Files.createFile(place.resolve("file-with-a-rather-long-name-" + i));
    }
    List<String> seen = new ArrayList<>();
    try (Children children = root.children()) {
      children.forEachRemaining(child -> seen.add(child.name()));
    }
    assertThat(seen).hasSize(5_000).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void namesThatAreNoTextGoThereAndBack() {
    String odd = FileName.decode(new byte[] {'a', (byte) 0xff, (byte) 0xc3, 'b'});
    root.makeDirectory(odd, 0700);
    root.open(odd + "/näme-𝄞", CREATE, 0600).close();
    try (Children children = root.children()) {
      assertThat(children.next().name()).isEqualTo(odd);
    }
    assertThat(FileName.isText(odd)).isFalse();
    assertThat(root.status(odd + "/näme-𝄞").isFile()).isTrue();
  }

  @Test
  void attributesOfFilesAreSetReadAndRemoved() {
    try (Descriptor file = root.open("a", CREATE, 0600)) {
      assertThat(file.attribute("user.t")).isNull();
      file.attribute("user.t", new byte[] {1, 2});
      assertThat(root.childAttribute("a", "user.t")).containsExactly(1, 2);
      root.childAttribute("a", "user.t", new byte[0]);
      assertThat(file.attribute("user.t")).isEmpty();
      root.removeChildAttribute("a", "user.t");
      file.removeAttribute("user.t");
      assertThat(file.attribute("user.t")).isNull();
    }
  }

  @Test
  void whatIsAskedOfASymbolicLinkIsNotAskedOfItsTarget() {
    root.makeDirectory("d", 0755);
    root.symlink("../a", "d/s");
    try (Descriptor file = root.open("a", CREATE, 0600)) {
      file.attribute("user.t", new byte[] {1});
      assertThat(root.childAttribute("d/s", "user.t")).isNull();
      assertThat(root.handle("a")).isEqualTo(file.handle());
      assertThat(root.handle("d/s")).isNotEqualTo(file.handle());
    }
    assertThatThrownBy(() -> root.handle("d/none")).hasMessageContaining("ENOENT");
  }

  @Test
  void entriesAreRenamedLinkedAndRemoved() {
    root.makeDirectory("d", 0755);
    root.open("d/a", CREATE, 0600).close();
    root.rename("d/a", root, "b", true);
    root.link("b", root, "d/c");
    assertThat(root.status("b").links()).isEqualTo(2);
    assertThatThrownBy(() -> root.rename("b", root, "d/c", true))
        .isInstanceOfSatisfying(
            LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST))
        .hasMessageContaining("EEXIST");
    root.symlink("../tärget", "d/s");
    assertThat(root.readLink("d/s")).isEqualTo("../tärget");
    root.times("d/s", 1, 2);
    assertThat(root.status("d/s").modified()).isEqualTo(2);
    assertThatThrownBy(() -> root.remove("d", true)).hasMessageContaining("ENOTEMPTY");
    root.remove("d/s", false);
    root.remove("d/c", false);
    root.remove("d", true);
    assertThatThrownBy(() -> root.status("d")).hasMessageContaining("ENOENT");
  }

  @Test
  void dataAndHolesAreFound() {
    try (Descriptor file = root.open("a", CREATE, 0600)) {
      file.truncate(1 << 20);
      assertThat(file.nextData(0)).isEqualTo(-1);
      file.write(ByteBuffer.wrap(new byte[4096]), 65_536);
      assertThat(file.nextData(0)).isEqualTo(65_536);
      assertThat(file.nextHole(65_536)).isEqualTo(65_536 + 4096);
      file.punch(65_536, 4096);
      assertThat(file.nextData(0)).isEqualTo(-1);
      file.allocate(0, 1 << 20);
      assertThat(file.status().blocks()).isGreaterThanOrEqualTo(2048);
    }
  }

  @Test
  void leasesTellWritersAndLoneUsers() {
    Processes.ignoreLeaseSignals();
    try (Descriptor file = root.open("a", CREATE, 0600)) {
      assertThat(Leases.openForWriting(file)).isTrue();
    }
    try (Descriptor reader = root.open("a", OpenFlags.READ, 0)) {
      assertThat(Leases.openForWriting(reader)).isFalse();
      assertThat(Leases.takeAlone(reader)).isTrue();
      Leases.giveBack(reader);
      try (Descriptor writer = root.open("a", OpenFlags.WRITE, 0)) {
        assertThat(Leases.openForWriting(reader)).isTrue();
        assertThat(Leases.takeAlone(writer)).isFalse();
      }
    }
  }

  @Test
  void handlesStayTheSameOverRenamesAndOpenTheFile() {
    try (Descriptor file = root.open("a", CREATE, 0600)) {
      FileHandle handle = file.handle();
      root.rename("a", root, "b", false);
      assertThat(root.open("b", OpenFlags.PATH, 0).handle()).isEqualTo(handle);
      assertThat(FileHandle.of(handle.bytes())).isEqualTo(handle).hasSameHashCodeAs(handle);
      try (Descriptor again = root.openHandle(handle, OpenFlags.READ)) {
        assertThat(again.status().inode()).isEqualTo(file.status().inode());
        assertThat(again.path()).endsWith("/b");
      }
    }
    assertThatThrownBy(() -> FileHandle.of(new byte[9]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClosedDescriptorIsNotUsedAgain() {
    Descriptor file = root.open("a", CREATE, 0600);
    file.close();
    file.close();
    assertThatThrownBy(file::status).hasMessageContaining("EBADF");
  }

  @Test
  void processesHoldDescriptorsForOthers() {
    try (Descriptor file = root.open("a", CREATE, 0600)) {
      int child = Spawn.holding(List.of(root, file), "/bin/sleep", List.of("holder", "infinity"));
      try (Descriptor process = Processes.open(child)) {
        try (Descriptor taken = Processes.take(process, 4)) {
          assertThat(taken.handle()).isEqualTo(file.handle());
        }
        assertThatThrownBy(() -> Processes.take(process, 5)).hasMessageContaining("EBADF");
        Processes.kill(process);
        Processes.reap(child);
      }
    }
  }
}

package io.windlass.filesystem.lazy;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.filesystem.testing.Commands;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.filesystem.testing.LoopVolume.Kind;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to a stub's content gives the object's bytes, filled whole or in ranges. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf("possible")
@SuppressWarnings("InlineFormatString") // one command for many ways
class LazyAccessTest {
  private static final int SIZE = 3_000_001;
  private static final String PYTHON = "/usr/bin/python3 $PY %s $F | cmp - $X";

  /**
   * Commands by name: $F is the stub, $X a file of the right bytes, $D its directory, $T for use.
   */
  private static final Map<String, String> WAYS = ways();

  private final Map<String, LazyVolume> volumes = new LinkedHashMap<>();

  private static Map<String, String> ways() {
    Map<String, String> ways = new LinkedHashMap<>();
    for (String way :
        new String[] {
          "read", "readv", "backwards", "nowait", "map-shared", "map-private", "map-populate",
          "map-parts", "sendfile", "splice", "copy-file-range", "holes", "direct", "inherited",
          "threads", "mremap", "remap-file-pages", "beyond"
        }) {
      ways.put(way, PYTHON.formatted(way));
    }
    ways.put("cat", "cat $F | cmp - $X");
    ways.put("dd", "dd if=$F bs=3k status=none | cmp - $X");
    ways.put("dd-direct", "dd if=$F bs=64k iflag=direct status=none | cmp - $X");
    ways.put("cmp", "cmp $F $X");
    ways.put("tail", "tail -c 1000 $F | cmp - <(tail -c 1000 $X)");
    ways.put("cp", "cp $F $T/c && cmp $T/c $X");
    ways.put("cp-here", "cp $F $F.c && cmp $F.c $X");
    ways.put("cp-sparse", "cp --sparse=always $F $T/c && cmp $T/c $X");
    ways.put("cp-reflink", "cp --reflink=auto $F $F.c && cmp $F.c $X");
    ways.put("cp-a", "cp -a $F $F.c && cmp $F.c $X");
    ways.put("mv", "mv $F $T/c && cmp $T/c $X");
    ways.put("install", "install $F $T/c && cmp $T/c $X");
    ways.put("tar", tar("-cf") + " && tar -xOf $T/t | cmp - $X");
    ways.put("tar-sparse", tar("-Scf") + " && tar -xOf $T/t | cmp - $X");
    ways.put("bsdtar", "bsdtar -C $D -cf $T/t $N && bsdtar -xOf $T/t | cmp - $X");
    ways.put("bsdtar-here", "bsdtar -C $D -cf $F.t $N && bsdtar -xOf $F.t | cmp - $X");
    ways.put(
        "losetup",
        "L=$(losetup -r --show -f $F 2>/dev/null) && head -c $((SIZE/512*512)) $L | cmp -n $((SIZE/512*512)) -"
            + " $X; S=$?; losetup -d $L; exit $S");
    ways.put(
        "io-uring",
        "fio --name=r --filename=$F --rw=read --bs=64k --ioengine=io_uring --iodepth=8 --readonly"
            + " --size=$SIZE --output=/dev/null && cmp $F $X");
    ways.put(
        "io-uring-direct",
        "fio --name=r --filename=$F --rw=randread --bs=4k --direct=1 --ioengine=io_uring"
            + " --iodepth=8 --readonly --size=$((SIZE/4096*4096)) --output=/dev/null && cmp $F $X");
    ways.put(
        "io-uring-polled",
        "fio --name=r --filename=$F --rw=read --bs=64k --ioengine=io_uring --sqthread_poll=1"
            + " --readonly --size=$SIZE --output=/dev/null && cmp $F $X");
    ways.put(
        "blind-to-blocks",
        "ln -s /usr/bin/python3 $T/qemu-img && $T/qemu-img $PY blind $F | cmp - $X");
    ways.put(
        "clone-range",
        "{ [ $KIND = EXT4 ] || xfs_io -f -c \"reflink $F 0 0 1048576\" $F.c >/dev/null; } &&"
            + " { [ $KIND = EXT4 ] || cmp -n 1048576 $F.c $X; } && cmp $F $X");
    ways.put(
        "libaio",
        "fio --name=r --filename=$F --rw=read --bs=64k --direct=1 --ioengine=libaio --iodepth=8"
            + " --readonly --size=$((SIZE/4096*4096)) --output=/dev/null && cmp $F $X");
    ways.put("overlay-read", overlay("cmp $T/o/$N $X"));
    ways.put("overlay-map", overlay("/usr/bin/python3 $PY map-shared $T/o/$N | cmp - $X"));
    ways.put("overlay-copy-up", overlay("echo more >> $T/o/$N && cmp -n $SIZE $T/o/$N $X"));
    ways.put("namespace", "unshare -m cmp $F $X");
    ways.put("namespace-slave", "unshare -m --propagation slave cmp $F $X");
    ways.put("user-namespace", "unshare -Urm cmp $F $X");
    ways.put(
        "bind",
        "mkdir $T/b && mount --bind $D $T/b && cmp $T/b/$N $X; S=$?; umount $T/b;" + " exit $S");
    ways.put(
        "bind-read-only",
        "mkdir $T/b && mount --bind $D $T/b && mount -o remount,bind,ro $T/b && cmp $T/b/$N $X;"
            + " S=$?; umount $T/b; exit $S");
    ways.put(
        "bind-of-the-file",
        "touch $T/b && mount --bind $F $T/b && cmp $T/b $X; S=$?; umount $T/b; exit $S");
    ways.put("hard-link", "ln $F $F.l && cmp $F.l $X");
    ways.put("renamed", "mv $F $F.r && cmp $F.r $X");
    ways.put("in-a-new-directory", "mkdir $F.d && mv $F $F.d/x && cmp $F.d/x $X");
    ways.put("removed-while-open", "exec 5<$F && rm $F && cmp - $X <&5");
    ways.put("symbolic-link", "ln -s $F $T/l && cmp $T/l $X");
    ways.put("procfs", "exec 5<$F && cmp /proc/self/fd/5 $X");
    ways.put("sha256sum", "[[ $(sha256sum <$F) = $(sha256sum <$X) ]]");
    ways.put("grep", "! grep -qa windlass-is-not-in-there $F && cmp $F $X");
    ways.put("diff", "diff -q $F $X");
    return ways;
  }

  /** Filling a file in ranges changes its ctime where the file system has no way around it. */
  private static String tar(String flags) {
    return "{ tar -C $D "
        + flags
        + " $T/t $N 2>$T/e || { $CTIME_CHANGES && grep -q 'file changed as we read it' $T/e; }; }";
  }

  private static String overlay(String command) {
    return "mkdir $T/u $T/w $T/o && mount -t overlay overlay -o"
        + " lowerdir=$D,upperdir=$T/u,workdir=$T/w $T/o && { "
        + command
        + "; S=$?; umount $T/o; exit $S; }";
  }

  static boolean possible() {
    return LoopVolume.possible();
  }

  static Stream<Arguments> cases() {
    // Whole files are filled in the same way everywhere; ranges meet more of the file system.
    return Stream.concat(
        WAYS.keySet().stream().map(way -> Arguments.of(Kind.XFS, "whole", way)),
        Stream.of(Kind.values())
            .flatMap(kind -> WAYS.keySet().stream().map(way -> Arguments.of(kind, "ranges", way))));
  }

  private LazyVolume volume(Kind kind, String mode) {
    return volumes.computeIfAbsent(
        kind + mode, key -> new LazyVolume(kind, 640L << 20, settings(mode)));
  }

  private static Settings settings(String mode) {
    return mode.equals("whole") ? Settings.DEFAULT : LazyVolume.settings(64 * 1024);
  }

  @AfterAll
  void close() {
    volumes.values().forEach(LazyVolume::close);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @MethodSource("cases")
  void everyWayGivesTheBytesOfTheObject(Kind kind, String mode, String way) throws Exception {
    LazyVolume lazy = volume(kind, mode);
    Path stub = lazy.stub("f-" + way, SIZE);
    Path expected = expected(lazy, "f-" + way);
    Path use = Files.createTempDirectory(Path.of("/dev/shm"), "windlass-use-");
    Commands.Result result =
        Commands.run(
            "env",
            "F=" + stub,
            "X=" + expected,
            "N=" + stub.getFileName(),
            "D=" + stub.getParent(),
            "T=" + use,
            "SIZE=" + SIZE,
            "KIND=" + kind,
            "CTIME_CHANGES=" + (mode.equals("ranges") && kind != Kind.XFS),
            "PY=" + resource("access.py"),
            "bash",
            "-o",
            "pipefail",
            "-c",
            Objects.requireNonNull(WAYS.get(way)));
    Commands.run("rm", "-rf", use.toString());
    Files.delete(expected);
    assertThat(result.output()).isEmpty();
    assertThat(result.status()).isZero();
  }

  private static Path expected(LazyVolume lazy, String name) throws IOException {
    Path file = lazy.volume.aside("expected").resolve(name);
    return Files.write(file, LazyVolume.expected(name, SIZE));
  }

  private static String resource(String name) throws URISyntaxException {
    return Path.of(Objects.requireNonNull(LazyAccessTest.class.getResource(name)).toURI())
        .toString();
  }
}

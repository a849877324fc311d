package io.windlass.filesystem.lazy;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.filesystem.state.FileState.Content;
import io.windlass.filesystem.testing.Commands;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.filesystem.testing.LoopVolume.Kind;
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

/** Every way to change a stub gives what the same change of an ordinary file gives. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf("possible")
class LazyWriteTest {
  private static final int SIZE = 3_000_001;

  /** Commands by name: $F is a file of the object's bytes. */
  private static final Map<String, String> WAYS = ways();

  private final Map<String, LazyVolume> volumes = new LinkedHashMap<>();

  private static Map<String, String> ways() {
    Map<String, String> ways = new LinkedHashMap<>();
    ways.put("append", "echo more >> $F");
    ways.put("overwrite", "echo other | dd of=$F bs=1 seek=1000000 conv=notrunc status=none");
    ways.put("overwrite-end", "echo other | dd of=$F bs=1 seek=3000000 conv=notrunc status=none");
    ways.put(
        "overwrite-direct",
        "dd if=/dev/zero of=$F bs=4096 seek=100 count=3 oflag=direct conv=notrunc status=none");
    ways.put("truncate-by-path", python("os.truncate(f, 1234567)"));
    ways.put("truncate-by-path-aligned", python("os.truncate(f, 4096 * 300)"));
    ways.put("truncate-longer", python("os.truncate(f, 4000000)"));
    ways.put("truncate-down-and-up", python("os.truncate(f, 5000); os.truncate(f, 3000001)"));
    ways.put("truncate-open", python("os.ftruncate(os.open(f, os.O_RDWR), 999)"));
    ways.put("truncate-at-open", "echo new > $F");
    ways.put("truncate-to-nothing", ": > $F");
    ways.put("truncate-read-first", python("open(f,'rb').read(10); os.truncate(f, 2000000)"));
    ways.put("punch", "fallocate -p -o 1000000 -l 1000000 $F");
    ways.put("zero", "fallocate -z -o 1000000 -l 1000000 $F");
    ways.put("collapse", "fallocate -c -o 1048576 -l 1048576 $F");
    ways.put("insert", "fallocate -i -o 1048576 -l 1048576 $F");
    ways.put("longer", "fallocate -l 4000000 $F");
    ways.put(
        "map",
        python(
            "m = mmap.mmap(os.open(f, os.O_RDWR), 3000001); m[5:8] = b'abc';"
                + " m[2999999:3000001] = b'yz'; m.flush()"));
    ways.put(
        "read-then-write",
        python(
            "d = os.open(f, os.O_RDWR); os.pread(d, 100000, 500000);"
                + " os.pwrite(d, b'x' * 300000, 400000)"));
    ways.put(
        "reader-and-writer",
        python(
            "r = os.open(f, os.O_RDONLY); os.pread(r, 10, 0); w = os.open(f, os.O_WRONLY);"
                + " os.pwrite(w, b'x' * 10, 2000000); os.pread(r, 100, 2900000)"));
    ways.put("replace", "cp $F $F.new && echo more >> $F.new && mv $F.new $F");
    ways.put("sed", "sed -i s/a/b/g $F");
    ways.put("swap-ends", python("d = open(f, 'r+b').read(); open(f, 'wb').write(d[::-1])"));
    ways.put("touch", "touch -d @1500000000 $F");
    ways.put("mode", "chmod 0600 $F");
    ways.put(
        "copy-file-range-into", another("assert os.copy_file_range(s, d, 5000, 0, 70000) == 5000"));
    ways.put(
        "sendfile-into",
        python(
            "s = os.open(sys.executable, os.O_RDONLY); d = os.open(f, os.O_RDWR);"
                + " os.lseek(d, 70000, 0); assert os.sendfile(d, s, 0, 5000) == 5000"));
    ways.put(
        "splice-into",
        python(
            "r, w = os.pipe(); os.write(w, b'x' * 5000); d = os.open(f, os.O_RDWR);"
                + " assert os.splice(r, d, 5000, offset_dst=70000) == 5000"));
    ways.put(
        "write-vector",
        python("d = os.open(f, os.O_RDWR); os.pwritev(d, [b'a' * 10, b'b' * 4096], 999)"));
    ways.put(
        "io-uring",
        "fio --name=w --filename=$F --rw=write --bs=4k --offset=1M --size=64k --io_size=64k"
            + " --ioengine=io_uring --buffer_pattern=0xabcd --fallocate=none --output=/dev/null");
    ways.put("clone-into", another("fcntl.ioctl(d, 0x40049409, s)"));
    ways.put(
        "clone-range-into",
        another("fcntl.ioctl(d, 0x4020940d, struct.pack('qQQQ', s, 0, 65536, 131072))"));
    return ways;
  }

  /** Takes something, as s, from another file into d. */
  private static String another(String call) {
    return "head -c 1000000 /proc/self/exe > $F.source; "
        + python("s = os.open(f + '.source', os.O_RDONLY); d = os.open(f, os.O_RDWR); " + call)
        + "; rm $F.source";
  }

  /** What a file system is able to do. */
  private static boolean can(Kind kind, String way) {
    return switch (kind) {
      case EXT4 -> !way.startsWith("clone-");
      case BTRFS -> !way.equals("collapse") && !way.equals("insert");
      case XFS -> true;
    };
  }

  private static String python(String program) {
    return "/usr/bin/python3 -c \"import fcntl, os, mmap, struct, sys; f = sys.argv[1]; "
        + program
        + "\" $F";
  }

  static boolean possible() {
    return LoopVolume.possible();
  }

  static Stream<Arguments> cases() {
    return Stream.of(Kind.values())
        .flatMap(kind ->
            Stream.of("whole", "ranges")
                .filter(mode -> kind != Kind.BTRFS || mode.equals("ranges"))
                .flatMap(mode ->
                    WAYS.keySet().stream()
                        .filter(way -> can(kind, way))
                        .map(way -> Arguments.of(kind, mode, way))));
  }

  private LazyVolume volume(Kind kind, String mode) {
    long limit = mode.equals("whole") ? 64 << 20 : 64 << 10;
    return volumes.computeIfAbsent(
        kind + mode, key -> new LazyVolume(kind, 640L << 20, LazyVolume.settings(limit)));
  }

  @AfterAll
  void close() {
    volumes.values().forEach(LazyVolume::close);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @MethodSource("cases")
  void everyChangeGivesWhatItGivesElsewhere(Kind kind, String mode, String way) throws Exception {
    LazyVolume lazy = volume(kind, mode);
    String name = "w-" + way;
    Path stub = lazy.stub(name, SIZE);
    // The model is on the same file system, because not every one can do all of it.
    Path model = lazy.visible.resolve("model-" + way);
    Files.write(model, LazyVolume.expected(name, SIZE));
    run(way, model);
    run(way, stub);
    assertThat(Commands.run("cmp", stub.toString(), model.toString()).output()).isEmpty();
    lazy.files().states().read(lazy.files().root(), name).ifPresent(state -> lazy.awaitLocal(name));
    assertThat(lazy.raw(name)).isEqualTo(lazy.raw("model-" + way));
  }

  private static void run(String way, Path file) {
    Commands.ok("env", "F=" + file, "bash", "-c", Objects.requireNonNull(WAYS.get(way)));
  }

  static Stream<Arguments> cuts() {
    return cases().filter(arguments -> String.valueOf(arguments.get()[2]).startsWith("truncate"));
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @MethodSource("cuts")
  void whatWasCutStaysCutAfterARestart(Kind kind, String mode, String way) {
    LazyVolume lazy = volume(kind, mode);
    String name = "r-" + way;
    Path stub = lazy.stub(name, SIZE);
    run(way, stub);
    byte[] after = lazy.raw(name);
    assertThat(lazy.where(name)).isEqualTo(Content.LOCAL);
    lazy.restart();
    assertThat(Commands.run("cp", stub.toString(), "/dev/null").status()).isZero();
    assertThat(lazy.raw(name)).isEqualTo(after);
  }
}

package io.windlass.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.testing.CephStore;
import io.windlass.testing.InProcessStore;
import io.windlass.transfer.TransferredFile.Outcome;
import io.windlass.transfer.collection.CollectionLab;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every pair of an in-process store, two accounts of Ceph, and a directory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryPairTest {
  private static final byte[] EMPTY = {};
  private static final String FITS = "";

  /** Keys, and why a directory cannot hold them. */
  private static final Map<String, String> ODD =
      Map.ofEntries(
          Map.entry("a//b", "invalid_path_name"),
          Map.entry("/leading", "invalid_path_name"),
          Map.entry("c/../d", "invalid_path_name"),
          Map.entry("..", "invalid_path_name"),
          Map.entry("./e", "invalid_path_name"),
          Map.entry("x".repeat(300), "invalid_path_name"),
          Map.entry("with bytes/", "is_a_directory"),
          Map.entry("new\nline, \"quoted\"", FITS),
          Map.entry("bell\u0007", FITS),
          Map.entry("back\\slash", FITS),
          Map.entry("%2F", FITS));

  private InProcessStore inProcess;
  private TransferLab lab;
  private Map<String, End> ends;

  @BeforeAll
  void open() {
    inProcess = InProcessStore.start();
    lab = new TransferLab();
    CollectionLab collections = lab.collections;
    CephStore ceph = CephStore.shared();
    ends = new TreeMap<>();
    ends.put("in-process", End.bucket(collections, inProcess, inProcess.owner()));
    ends.put("alice", End.bucket(collections, ceph, ceph.alice()));
    ends.put("bob", End.bucket(collections, ceph, ceph.bob()));
    ends.put("directory", End.directory(collections));
  }

  @AfterAll
  void close() {
    ends.values().forEach(End::close);
    lab.close();
    inProcess.close();
  }

  Stream<Pair> pairs() {
    return ends.keySet().stream()
        .flatMap(from -> ends.keySet().stream().map(to -> new Pair(from, to)));
  }

  record Pair(String from, String to) {
    boolean fromDirectory() {
      return from.equals("directory");
    }

    boolean toDirectory() {
      return to.equals("directory");
    }

    @Override
    public String toString() {
      return from + " to " + to;
    }
  }

  private Transfer run(Pair pair, String from, String to, TransferOptions options) {
    return lab.run(
        TransferLab.directory(
            end(pair.from()).collection(), from, end(pair.to()).collection(), to, options));
  }

  private End end(String name) {
    return requireNonNull(ends.get(name));
  }

  private static TransferOptions options(Optional<SyncLevel> sync, boolean deleteExtra) {
    TransferOptions none = TransferOptions.NONE;
    return new TransferOptions(
        sync,
        deleteExtra,
        false,
        true,
        none.preserve(),
        none.filters(),
        none.symlinks(),
        false,
        false,
        none.storageClass(),
        none.checksum(),
        none.acl(),
        none.asOf(),
        none.restore(),
        false);
  }

  private static Map<String, byte[]> tree() {
    Map<String, byte[]> files = new TreeMap<>();
    Random random = new Random(11);
    for (String name :
        List.of("a", "a-b/c", "a.d/e", "b/c/d/e/f", "ä ö%2F+?#&=/\uD83D\uDE00", "B", "z/~")) {
      byte[] bytes = new byte[random.nextInt(70_000)];
      random.nextBytes(bytes);
      files.put(name, bytes);
    }
    files.put("empty file", EMPTY);
    return files;
  }

  private static void assertSame(Map<String, byte[]> found, Map<String, byte[]> expected) {
    assertThat(found.keySet()).containsExactlyElementsOf(expected.keySet());
    found.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(expected.get(name)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aTreeArrivesAndIsSentAgainOnlyWhereItDiffers(Pair pair) {
    End source = end(pair.from());
    End destination = end(pair.to());
    Map<String, byte[]> files = tree();
    String from = source.fill(files);
    String to = destination.empty();

    Transfer first = run(pair, from, to, options(Optional.empty(), false));
    assertThat(first.problem()).isEmpty();
    assertThat(first.state()).isEqualTo(TransferState.SUCCEEDED);
    assertSame(destination.read(to), files);
    Set<Outcome> how =
        pair.from().equals(pair.to()) && !pair.toDirectory()
            ? Set.of(Outcome.COPIED)
            : Set.of(Outcome.STREAMED);
    assertThat(lab.report(first).stream().filter(line -> line.source().isPresent()))
        .filteredOn(line -> line.outcome() != Outcome.MADE)
        .hasSize(files.size())
        .allMatch(line -> how.contains(line.outcome()))
        .allMatch(
            line -> files.containsKey(line.source().orElseThrow().substring(from.length() + 1)));

    byte[] longer = "longer than before".getBytes(UTF_8);
    source.write(from + "/empty file", longer);
    source.delete(from + "/B");
    files.put("empty file", longer);
    files.remove("B");
    Transfer second = run(pair, from, to, options(Optional.of(SyncLevel.SIZE), true));
    assertThat(second.problem()).isEmpty();
    assertSame(destination.read(to), files);
    assertThat(second.counts().filesTransferred()).isEqualTo(1);
    assertThat(second.counts().filesSkipped()).isEqualTo(files.size() - 1);
    assertThat(second.counts().filesDeleted()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aLargeFileArrivesInPartsAndLeavesNone(Pair pair) {
    byte[] bytes = new byte[(13 << 20) + 17];
    new Random(3).nextBytes(bytes);
    End source = end(pair.from());
    End destination = end(pair.to());
    String from = source.fill(Map.of("large", bytes));
    String to = destination.empty();
    Transfer transfer = run(pair, from, to, options(Optional.empty(), false));
    assertThat(transfer.problem()).isEmpty();
    assertSame(destination.read(to), Map.of("large", bytes));
    assertThat(transfer.counts().bytesTransferred()).isEqualTo(bytes.length);
    assertThat(destination.openUploads()).isZero();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void anEmptyDirectoryArrives(Pair pair) {
    End source = end(pair.from());
    End destination = end(pair.to());
    String from = source.fill(Map.of("full/file", EMPTY));
    try (var storage = lab.collections.open(source.collection())) {
      storage.makeDirectory(from + "/none/in it");
    }
    String to = destination.empty();
    Transfer transfer = run(pair, from, to, options(Optional.empty(), false));
    assertThat(transfer.problem()).isEmpty();
    assertThat(destination.read(to).keySet())
        .filteredOn(name -> !name.equals("full/") && !name.equals("none/"))
        .containsExactly("full/file", "none/in it/");
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void keysThatTheDestinationCannotHoldAreReportedAndAllOthersArrive(Pair pair) {
    if (pair.fromDirectory()) {
      return; // files have no such names
    }
    End source = end(pair.from());
    End destination = end(pair.to());
    Map<String, byte[]> files = new TreeMap<>();
    Map<String, String> odd = new TreeMap<>(ODD);
    String directoryAndSlash = "12345678/";
    String most = "most/" + "m/".repeat((1024 - directoryAndSlash.length() - 5) / 2);
    odd.put(most.substring(0, most.length() - 1) + "m", FITS);
    odd.keySet().forEach(name -> files.put(name, name.getBytes(UTF_8)));
    files.put("fine", "fine".getBytes(UTF_8));
    String from = source.fill(files);
    String to = destination.empty();
    Transfer transfer = run(pair, from, to, options(Optional.empty(), false));
    if (!pair.toDirectory()) {
      assertThat(transfer.problem()).isEmpty();
      assertSame(destination.read(to), files);
      return;
    }
    assertThat(transfer.state()).isEqualTo(TransferState.FAILED);
    odd.values().removeIf(FITS::equals);
    Map<String, String> refused = new TreeMap<>();
    for (TransferredFile line : lab.report(transfer)) {
      if (line.outcome() == Outcome.FAILED) {
        String name = line.source().orElseThrow().substring(from.length() + 1);
        refused.put(name, line.problem().orElseThrow().code());
        files.remove(name);
      }
    }
    assertThat(refused).isEqualTo(odd);
    assertSame(destination.read(to), files);
  }
}

package io.windlass.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.store.FileStore.Range;
import io.windlass.store.StoredObject.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects as files, without HTTP: compared with what S3 says of keys, order and wholeness. */
class FileStoreTest {
  private static final Condition ALWAYS = new Condition(null, null);
  private static final int LARGE = 300_000;

  private Path directory;
  private FileStore store;

  @BeforeEach
  void open(@TempDir Path temporary) throws IOException {
    directory = temporary;
    store = reopen();
    store.buckets().create("b");
  }

  private FileStore reopen() throws IOException {
    return FileStore.open(directory, Durability.PROCESS_DEATH, InstantSource.system());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void listingsAreThoseOfASortedSetOfKeys(long seed) throws IOException {
    Random random = new Random(seed);
    TreeSet<String> keys = new TreeSet<>(FileStoreTest::byUtf8);
    for (int i = 0; i < 120; i++) {
      String key = key(random);
      keys.add(key);
      put(key, "x");
    }
    for (int i = 0; i < 60; i++) {
      String near = pick(keys, random);
      int characters = random.nextInt(near.codePointCount(0, near.length()) + 1);
      String prefix = near.substring(0, near.offsetByCodePoints(0, characters));
      String after = random.nextBoolean() ? "" : pick(keys, random);
      Optional<String> delimiter =
          switch (random.nextInt(3)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of("/");
            default -> Optional.of("a");
          };
      assertThat(readable(pages(prefix, delimiter, after, 1 + random.nextInt(7))))
          .describedAs(
              "prefix %s delimiter %s after %s",
              readable(List.of(prefix)), delimiter, readable(List.of(after)))
          .isEqualTo(readable(model(keys, prefix, delimiter, after)));
    }
    for (String key : keys) {
      store.delete("b", key);
    }
    assertThat(pages("", Optional.empty(), "", 10)).isEmpty();
    assertThat(store.buckets().deleteIfEmpty("b")).isTrue();
  }

  /** Reports of tests cannot say every key. */
  private static List<String> readable(Collection<String> keys) {
    return keys.stream()
        .map(key ->
            URLEncoder.encode(key, UTF_8).replace("%2F", "/").replaceAll("([xy])\\1{9}", "($1x10)"))
        .toList();
  }

  /** What S3 would list: keys, and common prefixes once each. */
  private static Set<String> model(
      Set<String> keys, String prefix, Optional<String> delimiter, String after) {
    Set<String> listed = new LinkedHashSet<>();
    for (String key : keys) {
      if (!key.startsWith(prefix) || byUtf8(key, after) <= 0) {
        continue;
      }
      int cut = delimiter.map(text -> key.indexOf(text, prefix.length())).orElse(-1);
      listed.add(cut < 0 ? key : key.substring(0, cut + 1));
    }
    return listed;
  }

  private List<String> pages(String prefix, Optional<String> delimiter, String after, int limit)
      throws IOException {
    List<String> seen = new ArrayList<>();
    byte[] from = after.getBytes(UTF_8);
    boolean rolledUp = false;
    while (true) {
      ObjectListing.Page page = store.list("b", prefix, delimiter, from, rolledUp, limit);
      assertThat(page.objects().size() + page.commonPrefixes().size()).isLessThanOrEqualTo(limit);
      Stream.concat(page.objects().stream().map(StoredObject::key), page.commonPrefixes().stream())
          .sorted(FileStoreTest::byUtf8)
          .forEach(seen::add);
      if (!page.truncated()) {
        return seen;
      }
      from = page.last().getBytes(UTF_8);
      rolledUp = page.rolledUp();
    }
  }

  private static String key(Random random) {
    String[] parts = {
      "a",
      "b",
      "/",
      "/",
      ".",
      "..",
      "%",
      "-",
      "0",
      "ä",
      "日",
      "\u0001",
      " ",
      "~",
      "+",
      "aaaa",
      "x".repeat(65),
      "x".repeat(66),
      "x".repeat(67),
      "y".repeat(140),
      "\uD83D\uDE80"
    };
    StringBuilder key = new StringBuilder();
    int length = 1 + random.nextInt(5);
    for (int i = 0; i < length; i++) {
      key.append(parts[random.nextInt(parts.length)]);
    }
    return key.toString();
  }

  private static String pick(Set<String> keys, Random random) {
    return keys.stream().skip(random.nextInt(keys.size())).findFirst().orElseThrow();
  }

  private static int byUtf8(String a, String b) {
    return Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
  }

  @Test
  void everyKeyHasAFileOfItsOwnBelowTheBucket() {
    Random random = new Random(7);
    Path root = directory.resolve("objects");
    TreeSet<String> keys = new TreeSet<>();
    Set<Path> files = new LinkedHashSet<>();
    for (int i = 0; i < 3000; i++) {
      String key = key(random);
      keys.add(key);
      Path file = KeyPath.file(root, key);
      files.add(file);
      assertThat(file.normalize().equals(file) && file.startsWith(root)).isTrue();
      for (Path name : root.relativize(file)) {
        assertThat(name.toString()).hasSizeLessThanOrEqualTo(255).isNotIn(".", "..", "");
      }
    }
    assertThat(files).hasSameSizeAs(keys);
  }

  @Test
  void pagesOfADirectoryThatChangesShowWhatIsBehindThem() throws IOException {
    for (int i = 0; i < 1200; i++) {
      put("flat/%04d".formatted(i), "x");
    }
    ObjectListing.Page first = list("flat/", "", 1000);
    assertThat(first.truncated()).isTrue();
    put("flat/1100b", "x");
    store.delete("b", "flat/1150");
    ObjectListing.Page second = list("flat/", first.last(), 1000);
    assertThat(second.objects())
        .extracting(StoredObject::key)
        .hasSize(200)
        .contains("flat/1100b")
        .doesNotContain("flat/1150");
  }

  private ObjectListing.Page list(String prefix, String after, int limit) throws IOException {
    return store.list("b", prefix, Optional.empty(), after.getBytes(UTF_8), false, limit);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void directoriesLargerThanAWindowAreReadToTheirEnd(boolean settled) throws IOException {
    for (int i = 0; i < 100; i++) {
      put("flat/%04d".formatted(i * 37 % 100), "x");
    }
    // a directory that has been left alone for long is remembered between pages
    Instant now = settled ? Instant.now().plusSeconds(60) : Instant.EPOCH;
    DirectoryNames names = new DirectoryNames(() -> now, 7);
    List<String> seen = new ArrayList<>();
    byte[] from = new byte[0];
    ObjectListing.Page page;
    do {
      page =
          new ObjectListing(names, "flat/", Optional.empty(), from, false, 9)
              .read(directory.resolve("buckets/b/objects"));
      page.objects().forEach(object -> seen.add(object.key()));
      from = page.last().getBytes(UTF_8);
    } while (page.truncated());
    assertThat(seen).hasSize(100).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void overwritingAndDeletingFreeTheBytes() throws IOException {
    byte[] large = new byte[LARGE];
    for (int i = 0; i < 3; i++) {
      put("large", large);
    }
    assertThat(bytesOnDisk()).isBetween((long) LARGE, LARGE + 10_000L);
    store.delete("b", "large");
    assertThat(bytesOnDisk()).isLessThan(10_000);
  }

  @Test
  void copiesShareBytesAndOutliveTheirSource() throws IOException {
    byte[] large = new byte[LARGE];
    new Random(1).nextBytes(large);
    put("source", large);
    store.copy("b", "source", "b", source -> renamed(source, "target"));
    put("source", new byte[10]);
    store.delete("b", "source");
    assertThat(read("target")).isEqualTo(large);
  }

  private static StoredObject renamed(StoredObject source, String key) {
    return new StoredObject(
        key,
        source.size(),
        source.etag(),
        source.modified(),
        source.headers(),
        source.storageClass(),
        source.metadata(),
        source.content());
  }

  @Test
  void bodiesThatBreakOffLeaveNothing() throws IOException {
    put("kept", "before");
    long before = bytesOnDisk();
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(new byte[LARGE]),
            new InputStream() {
              @Override
              public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("connection lost");
              }

              @Override
              public int read() throws IOException {
                throw new IOException("connection lost");
              }
            });
    assertThatThrownBy(() -> store.put("b", described("kept"), ALWAYS, broken, null, null))
        .isInstanceOf(IOException.class);
    assertThat(read("kept")).isEqualTo("before".getBytes(UTF_8));
    assertThat(bytesOnDisk()).isEqualTo(before);
  }

  @Test
  void bodiesOfAnotherLengthOrDigestAreRefused() {
    byte[] body = "hello".getBytes(UTF_8);
    assertThatThrownBy(
            () -> store.put("b", described("k"), ALWAYS, new ByteArrayInputStream(body), 6L, null))
        .isInstanceOf(S3Exception.class);
    assertThatThrownBy(() ->
            store.put(
                "b",
                described("k"),
                ALWAYS,
                new ByteArrayInputStream(body),
                5L,
                "AAAAAAAAAAAAAAAAAAAAAA=="))
        .isInstanceOf(S3Exception.class);
  }

  @Test
  void conditionsAreCheckedWithTheWrite() throws IOException {
    StoredObject first = put("k", "one");
    Condition changed = new Condition("\"00000000000000000000000000000000\"", null);
    Condition same = new Condition("\"" + first.etag() + "\"", null);
    assertThatThrownBy(() -> put("k", "two", changed)).isInstanceOf(S3Exception.class);
    put("k", "two", same);
    assertThatThrownBy(() -> put("k", "three", same)).isInstanceOf(S3Exception.class);
    assertThatThrownBy(() -> put("k", "four", new Condition(null, "*")))
        .isInstanceOf(S3Exception.class);
    assertThat(read("k")).isEqualTo("two".getBytes(UTF_8));
  }

  @Test
  void uploadsGoOnAfterARestart() throws IOException {
    String id = store.uploads().start("b", described("whole"));
    addPart(id, 1, new byte[LARGE]);
    Files.writeString(directory.resolve("buckets/b/incoming/left-over"), "half a body");
    store = reopen();
    assertThat(directory.resolve("buckets/b/incoming/left-over")).doesNotExist();
    addPart(id, 2, "end".getBytes(UTF_8));
    assertThat(store.uploads().open("b"))
        .extracting(Uploads.OpenUpload::key)
        .containsExactly("whole");
    store.uploads().complete("b", "whole", id, List.of(1, 2), ALWAYS);
    store = reopen();
    assertThat(store.uploads().open("b")).isEmpty();
    assertThat(read("whole")).hasSize(LARGE + 3).endsWith("end".getBytes(UTF_8));
  }

  @Test
  void bytesThatWereInPlaceAndNotNamedWhenTheProcessDiedAreFreed() throws IOException {
    put("kept", new byte[LARGE]);
    long before = bytesOnDisk();
    BucketFiles files = new BucketFiles(directory.resolve("buckets/b"), Durability.PROCESS_DEATH);
    for (String key : List.of("new", "kept")) {
      String id = java.util.UUID.randomUUID().toString();
      new DoubtfulBytes(files).note(new Content.OneFile(id), key);
      Path body = Files.write(files.newFile(), new byte[LARGE]);
      BucketFiles.move(body, files.data(id), files.root());
    }
    assertThat(bytesOnDisk()).isGreaterThanOrEqualTo(before + 2L * LARGE);

    store = reopen();

    assertThat(bytesOnDisk()).isEqualTo(before);
    assertThat(read("kept")).hasSize(LARGE);
  }

  @Test
  void bytesThatWereNamedJustBeforeTheProcessDiedAreKept() throws IOException {
    put("one", new byte[LARGE]);
    String id = store.uploads().start("b", described("whole"));
    addPart(id, 1, new byte[LARGE]);
    store.uploads().complete("b", "whole", id, List.of(1), ALWAYS);
    BucketFiles files = new BucketFiles(directory.resolve("buckets/b"), Durability.PROCESS_DEATH);
    for (String key : List.of("one", "whole")) {
      new DoubtfulBytes(files).note(store.find("b", key).orElseThrow().content(), key);
    }

    store = reopen();

    assertThat(read("one")).hasSize(LARGE);
    assertThat(read("whole")).hasSize(LARGE);
    assertThat(directory.resolve("buckets/b/incoming")).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", "3:", "3:on", "x:one"})
  void aNoteThatWasNotWrittenToItsEndTakesNothingAway(String note) throws IOException {
    put("one", new byte[LARGE]);
    Content.OneFile content = (Content.OneFile) store.find("b", "one").orElseThrow().content();
    Files.writeString(directory.resolve("buckets/b/incoming/doubtful-" + content.id()), note);

    store = reopen();

    assertThat(read("one")).hasSize(LARGE);
  }

  @Test
  void noChangeLeavesItsNotesBehind() throws IOException {
    put("a", new byte[LARGE]);
    put("a", new byte[LARGE]);
    store.copy("b", "a", "b", source -> described("copy"));
    store.delete("b", "a");
    assertThat(directory.resolve("buckets/b/incoming")).isEmptyDirectory();
    assertThat(read("copy")).hasSize(LARGE);
  }

  @Test
  void anUploadCompletedJustBeforeTheProcessDiedIsNotAbortedLater() throws IOException {
    String id = store.uploads().start("b", described("whole"));
    addPart(id, 1, "bytes".getBytes(UTF_8));
    Path info = directory.resolve("buckets/b/uploads").resolve(id).resolve("info");
    byte[] before = Files.readAllBytes(info);
    store.uploads().complete("b", "whole", id, List.of(1), ALWAYS);
    Files.write(info, before); // as if it had died before it was removed
    store = reopen();
    assertThatThrownBy(() -> store.uploads().abort("b", "whole", id))
        .isInstanceOf(NoSuchUploadException.class);
    assertThat(read("whole")).isEqualTo("bytes".getBytes(UTF_8));
  }

  @Test
  void uploadIdsAreNoPaths() {
    for (String id : List.of("../../b", "..", "", "/etc", "x/../y")) {
      assertThatThrownBy(() -> addPart(id, 1, new byte[1]))
          .isInstanceOf(NoSuchUploadException.class);
      assertThatThrownBy(() -> store.uploads().abort("b", "k", id))
          .isInstanceOf(NoSuchUploadException.class);
    }
  }

  @Test
  void rangesAcrossPartsAreExact() throws IOException {
    String id = store.uploads().start("b", described("whole"));
    addPart(id, 1, "0123".getBytes(UTF_8));
    addPart(id, 2, new byte[0]);
    addPart(id, 3, "4567".getBytes(UTF_8));
    store.uploads().complete("b", "whole", id, List.of(1, 2, 3), ALWAYS);
    for (int from = 0; from < 8; from++) {
      for (int length = 0; from + length <= 8; length++) {
        assertThat(new String(read("whole", new Range(from, length)), UTF_8))
            .isEqualTo("01234567".substring(from, from + length));
      }
    }
  }

  @Test
  void oneStoreAtATimeHasADirectory() throws IOException {
    try (StoreLock _ = StoreLock.take(directory)) {
      assertThatThrownBy(() -> StoreLock.take(directory)).isInstanceOf(IOException.class);
    }
    StoreLock.take(directory).close();
  }

  private void addPart(String id, int number, byte[] bytes) throws IOException {
    store.uploads().add("b", "whole", id, number, new ByteArrayInputStream(bytes), null, null);
  }

  private static StoredObject described(String key) {
    return new StoredObject(
        key, 0, "", Instant.EPOCH, Map.of(), "STANDARD", Map.of(), new Content.Inline());
  }

  private StoredObject put(String key, String text) throws IOException {
    return put(key, text, ALWAYS);
  }

  private StoredObject put(String key, String text, Condition condition) throws IOException {
    InputStream body = new ByteArrayInputStream(text.getBytes(UTF_8));
    return store.put("b", described(key), condition, body, null, null);
  }

  private void put(String key, byte[] bytes) throws IOException {
    store.put("b", described(key), ALWAYS, new ByteArrayInputStream(bytes), null, null);
  }

  private byte[] read(String key) throws IOException {
    try (InputStream stream =
        store.read("b", key, object -> new Range(0, object.size())).orElseThrow().stream()) {
      return stream.readAllBytes();
    }
  }

  private byte[] read(String key, Range range) throws IOException {
    try (InputStream stream = store.read("b", key, _ -> range).orElseThrow().stream()) {
      return stream.readAllBytes();
    }
  }

  private long bytesOnDisk() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}

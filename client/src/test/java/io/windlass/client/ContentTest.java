package io.windlass.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.windlass.client.Content.Existing;
import io.windlass.client.Content.Transferred;
import io.windlass.client.TestServer.Answer;
import io.windlass.client.model.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTest {
  private static final int RANGE = (int) PartFile.RANGE;

  @TempDir private Path directory;
  private final ContentServer server = new ContentServer();
  private final WindlassClient client = server.server.client();
  private final Moved moved = new Moved();

  /** Adds up what progress says. */
  private static final class Moved implements Progress {
    private final AtomicLong total = new AtomicLong();

    @Override
    public void begun(String what, long bytes) {
      total.set(0);
    }

    @Override
    public void moved(long bytes) {
      total.addAndGet(bytes);
    }
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("file.bin"), bytes);
  }

  private Transferred upload(Path file) {
    return client.content().upload(file, "p/f", Existing.REPLACE, moved);
  }

  private long puts() {
    return server.server.heard().stream()
        .filter(request -> request.target().startsWith("/store/"))
        .count();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 999, 1000, 1001, 25_500})
  void everyByteOfAFileOfAnySizeArrivesInItsPlace(int size) throws IOException {
    byte[] bytes = random(size);
    Transferred done = upload(file(bytes));
    assertThat(done.unchanged()).isFalse();
    assertThat(server.content.get()).isEqualTo(bytes);
    assertThat(moved.total).hasValue(size);
  }

  @Test
  void anUploadThatWasCutOffContinuesWithTheMissingParts() throws IOException {
    Path file = file(random(5000));
    server.trouble.set(request ->
        request.target().startsWith("/store/3")
            ? Optional.of(Answer.status(500, ""))
            : Optional.empty());
    assertThat(failure(() -> upload(file)).code()).isEqualTo("store_refused");
    server.trouble.set(_ -> Optional.empty());
    long before = puts();
    int arrived = server.parts.size();
    upload(file);
    assertThat(server.content.get()).isEqualTo(Files.readAllBytes(file));
    assertThat(puts() - before).isBetween(1L, 5L - arrived + 1);
    assertThat(moved.total).hasValue(5000);
  }

  @Test
  void aSmallFileTakesThreeRequests() throws IOException {
    server.atOnce.set(true);
    Path file = file(random(700));
    assertThat(upload(file).unchanged()).isFalse();
    assertThat(server.content.get()).isEqualTo(random(700));
    assertThat(server.server.heard())
        .extracting(request -> request.method() + " " + request.target())
        .containsExactly(
            "POST /api/v1/uploads", "PUT /store/1?token=x", "POST /api/v1/uploads/upl_1/complete");
    assertThat(moved.total).hasValue(700);
  }

  @Test
  void aSmallFileSurvivesPassingFaultsOfTheStore() throws IOException {
    server.atOnce.set(true);
    AtomicInteger requests = new AtomicInteger();
    server.trouble.set(request ->
        request.target().startsWith("/store/") && requests.incrementAndGet() == 1
            ? Optional.of(Answer.CUT)
            : Optional.empty());
    upload(file(random(700)));
    assertThat(server.content.get()).isEqualTo(random(700));
    assertThat(moved.total).hasValue(700);
  }

  /** Large enough not to be read before it is sent. */
  private Path large(int seed) throws IOException {
    server.partSize.set(1 << 20);
    byte[] bytes = new byte[(6 << 20) + 5];
    new Random(seed).nextBytes(bytes);
    return file(bytes);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theDigestsOfALargeFileAreThoseOfTheBytesThatWereSent(boolean signDigests)
      throws IOException {
    server.signDigests.set(signDigests);
    Path file = large(1);
    assertThat(upload(file).verified()).isTrue();
    assertThat(ContentServer.same(server.content.get(), Files.readAllBytes(file))).isTrue();
    assertThat(moved.total).hasValue((6 << 20) + 5);
    String start =
        server.server.heard().stream()
            .filter(request -> request.target().equals("/api/v1/uploads"))
            .findFirst()
            .orElseThrow()
            .body();
    assertThat(start).doesNotContain("sha256", "md5");
  }

  @Test
  void partsThatArrivedOfAnOlderContentAreSentAgain() throws IOException {
    Path file = large(1);
    server.trouble.set(request ->
        request.target().endsWith("/complete")
            ? Optional.of(Answer.status(500, ""))
            : Optional.empty());
    failure(() -> upload(file));
    server.trouble.set(_ -> Optional.empty());
    byte[] bytes = Files.readAllBytes(file);
    bytes[3 << 20] ^= 1;
    Files.write(file, bytes);
    long before = puts();
    upload(file);
    assertThat(ContentServer.same(server.content.get(), bytes)).isTrue();
    assertThat(puts() - before).isEqualTo(1);
    assertThat(moved.total).hasValue((6 << 20) + 5);
  }

  @Test
  void aPartThatTheStoreLostIsSentAgain() throws IOException {
    Path file = large(2);
    AtomicInteger lost = new AtomicInteger();
    server.trouble.set(request ->
        request.target().endsWith("/parts/4") && lost.incrementAndGet() == 1
            ? Optional.of(Answer.status(409, "{\"status\":409,\"code\":\"part_not_there\"}"))
            : Optional.empty());
    upload(file);
    assertThat(ContentServer.same(server.content.get(), Files.readAllBytes(file))).isTrue();
    assertThat(moved.total).hasValue((6 << 20) + 5);
  }

  @Test
  void partsSurvivePassingFaultsOfTheStore() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    server.trouble.set(request -> {
      if (!request.target().startsWith("/store/")) {
        return Optional.empty();
      }
      return switch (requests.incrementAndGet()) {
        case 1 -> Optional.of(Answer.status(503, "<Error><Code>SlowDown</Code></Error>"));
        case 2 -> Optional.of(Answer.CUT);
        case 3 -> Optional.of(Answer.status(403, "<Error><Code>AccessDenied</Code></Error>"));
        default -> Optional.empty();
      };
    });
    upload(file(random(3500)));
    assertThat(server.content.get()).isEqualTo(random(3500));
    assertThat(moved.total).hasValue(3500);
  }

  @Test
  void whatTheStoreSaysReachesThePerson() throws IOException {
    server.trouble.set(request ->
        request.target().startsWith("/store/")
            ? Optional.of(
                Answer.status(
                    403, "<Error><Code>AccessDenied</Code><Message>Not yours.</Message></Error>"))
            : Optional.empty());
    Path file = file(random(10));
    assertThat(failure(() -> upload(file))).hasMessageContaining("AccessDenied (403), Not yours.");
    assertThat(puts()).isEqualTo(2);
  }

  @Test
  void theSameContentIsNotSentAgain() throws IOException {
    Path file = file(random(2000));
    upload(file);
    long before = puts();
    assertThat(upload(file).unchanged()).isTrue();
    assertThat(puts()).isEqualTo(before);
  }

  @Test
  void aFileThatChangesWhileItIsUploadedDoesNotBecomeOne() throws IOException {
    Path file = file(random(2000));
    server.trouble.set(request -> {
      if (request.target().endsWith("/uploads")) {
        write(file, random(2001));
      }
      return Optional.empty();
    });
    assertThat(failure(() -> upload(file)).code()).isEqualTo("file_changed");
    assertThat(server.server.heard()).noneMatch(request -> request.target().endsWith("/complete"));
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aMissingFileIsNamed() {
    assertThat(failure(() -> upload(directory.resolve("none"))))
        .hasMessageContaining("There is no file")
        .hasMessageContaining("none");
    assertThat(failure(() -> upload(directory)).code()).isEqualTo("not_a_file");
  }

  private Path target() {
    return directory.resolve("target.bin");
  }

  private Transferred download(Existing existing) {
    Entry entry = client.entries().at("p/f");
    return client.content().download(entry, Optional.empty(), target(), existing, moved);
  }

  private void uploaded(byte[] bytes) throws IOException {
    Path file = file(new byte[1]);
    upload(file);
    Files.delete(file);
    server.hold(bytes);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3 * RANGE + 17})
  void everyByteComesBackAndNothingElseIsLeft(int size) throws IOException {
    byte[] bytes = random(size);
    uploaded(bytes);
    assertThat(download(Existing.REFUSE).verified()).isTrue();
    assertThat(ContentServer.same(Files.readAllBytes(target()), bytes)).isTrue();
    assertThat(names()).containsExactly("target.bin");
    assertThat(moved.total).hasValue(size);
  }

  @Test
  void aDownloadThatWasCutOffContinuesWithTheMissingRanges() throws IOException {
    byte[] bytes = random(4 * RANGE);
    uploaded(bytes);
    server.trouble.set(request ->
        request
                .header("Range")
                .filter(range -> range.startsWith("bytes=" + 2 * PartFile.RANGE))
                .isPresent()
            ? Optional.of(Answer.status(500, ""))
            : Optional.empty());
    assertThat(failure(() -> download(Existing.REFUSE)).code()).isEqualTo("store_refused");
    assertThat(Files.exists(target())).isFalse();
    server.trouble.set(_ -> Optional.empty());
    long journal = Files.readAllLines(directory.resolve(".target.bin.part.ranges")).size() - 1L;
    int before = server.server.heard().size();
    download(Existing.REFUSE);
    long fetched =
        server.server.heard().stream()
            .skip(before)
            .filter(request -> request.target().startsWith("/object"))
            .count();
    assertThat(fetched).isEqualTo(4 - journal);
    assertThat(ContentServer.same(Files.readAllBytes(target()), bytes)).isTrue();
    assertThat(names()).containsExactly("target.bin");
  }

  @Test
  void anAddressThatHasEndedIsAskedForAgain() throws IOException {
    uploaded(random(2 * RANGE));
    AtomicInteger requests = new AtomicInteger();
    server.trouble.set(request ->
        request.target().startsWith("/object") && requests.incrementAndGet() == 1
            ? Optional.of(Answer.status(403, "<Error><Code>AccessDenied</Code></Error>"))
            : Optional.empty());
    download(Existing.REFUSE);
    assertThat(ContentServer.same(Files.readAllBytes(target()), random(2 * RANGE))).isTrue();
  }

  @Test
  void damagedBytesNeverGetTheFinalName() throws IOException {
    uploaded(random(100));
    server.content.set(random(101));
    server.content.set(java.util.Arrays.copyOf(random(99), 100));
    assertThat(failure(() -> download(Existing.REFUSE)).code()).isEqualTo("digest_mismatch");
    assertThat(names()).isEmpty();
  }

  @Test
  void anObjectThatChangesWhileItIsReadIsRefused() throws IOException {
    uploaded(random(2 * RANGE));
    server.trouble.set(request -> {
      if (request.target().startsWith("/object")) {
        server.etag.set("\"e2\"");
      }
      return Optional.empty();
    });
    assertThat(failure(() -> download(Existing.REFUSE)).code()).isEqualTo("content_changed");
    assertThat(Files.exists(target())).isFalse();
  }

  @Test
  void aFileThatIsThereIsKeptUnlessItIsToBeReplaced() throws IOException {
    uploaded(random(100));
    Files.writeString(target(), "mine");
    assertThat(failure(() -> download(Existing.REFUSE)).code()).isEqualTo("file_exists");
    assertThat(target()).hasContent("mine");
    download(Existing.REPLACE);
    assertThat(target()).hasBinaryContent(random(100));
    assertThat(download(Existing.REFUSE).unchanged()).isTrue();
  }

  @Test
  void withoutAKnownDigestTheAnswerSaysThatNothingWasVerified() throws IOException {
    uploaded(random(100));
    Entry entry = client.entries().at("p/f");
    server.sha256.set(Optional.empty());
    Transferred done =
        client
            .content()
            .download(entry, Optional.empty(), target(), Existing.REFUSE, Progress.NONE);
    assertThat(done.verified()).isFalse();
    assertThat(target()).hasBinaryContent(random(100));
  }

  private static WindlassApiException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
    WindlassApiException failure = catchThrowableOfType(WindlassApiException.class, action);
    assertThat(failure).isNotNull();
    return failure;
  }
}

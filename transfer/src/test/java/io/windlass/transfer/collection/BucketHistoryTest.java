package io.windlass.transfer.collection;

import static io.windlass.transfer.collection.StorageContract.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.windlass.foundation.Page;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectVersions.Version;
import io.windlass.objectstore.RestoreState;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import io.windlass.testing.CephStore;
import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore;
import io.windlass.transfer.collection.Browser.History;
import io.windlass.transfer.collection.Browser.Query;
import io.windlass.transfer.collection.Browser.Undelete;
import io.windlass.transfer.collection.Browser.Undeleted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What was in a bucket that keeps versions, and what comes back of it. */
class BucketHistoryTest {
  private final CephStore ceph = CephStore.shared();
  private final String bucket = S3TestStore.uniqueBucket("history");
  private CollectionLab lab;
  private ObjectStore store;
  private Collection collection;

  /** When all of the first objects were there, and nothing else. */
  private Instant then;

  @BeforeEach
  void begin() {
    lab = new CollectionLab();
    store = lab.store(ceph, ceph.alice());
    store.createBucket(bucket);
    collection = lab.buckets(ceph, ceph.alice());
    owner(s3 ->
        s3.putBucketVersioning(
            call -> call.bucket(bucket).versioningConfiguration(its -> its.status("Enabled"))));
    write("a", "one");
    write("dir/b", "bee");
    write("dir/c", "sea");
    write("gone/d", "dee");
    then = versions().stream().map(Version::lastModified).max(Instant::compareTo).orElseThrow();
    write("a", "second");
    delete("dir/b");
    delete("dir/c");
    delete("gone/d");
    write("new/e", "e");
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private <T> T owner(Function<S3Client, T> call) {
    S3TestStore.Account alice = ceph.alice();
    try (S3Client s3 =
        S3Client.builder()
            .endpointOverride(ceph.endpoint())
            .region(Region.of(ceph.region()))
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        alice.accessKeyId(), alice.secretAccessKey().reveal())))
            .build()) {
      return call.apply(s3);
    }
  }

  private void write(String key, String text) {
    store.put(ObjectId.of(bucket, key), WriteOptions.NONE, Body.of(text.getBytes(UTF_8)));
  }

  private void delete(String key) {
    store.delete(ObjectId.of(bucket, key));
  }

  private String read(String key) {
    try (ObjectStore.ObjectContent content =
        store.get(ObjectId.of(bucket, key), Optional.empty(), Optional.empty())) {
      return new String(content.stream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Version> versions() {
    try (Stream<Version> all = store.versions().walk(bucket, "", Optional.empty())) {
      return all.toList();
    }
  }

  private List<String> list(String path, boolean recursive, History history, int limit) {
    List<String> lines = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page.Of<Item> page =
          lab.browser.list(
              collection,
              CollectionLab.USER,
              new Query("/" + bucket + path, recursive, Optional.empty(), true, history),
              new Page(cursor, limit));
      page.items().forEach(item -> lines.add(line(item)));
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    return lines;
  }

  private static String line(Item item) {
    return item.type()
        + " "
        + item.name()
        + " "
        + item.size()
        + item.version().filter(Item.Version::latest).map(_ -> " current").orElse("");
  }

  @Test
  @Promise("V1")
  void aDirectoryIsListedAsItWas() {
    History asOf = new History.AsOf(then);
    for (int limit : new int[] {1, 2, 1000}) {
      assertThat(list("", false, asOf, limit))
          .containsExactly("FILE a 3", "DIRECTORY dir 0", "DIRECTORY gone 0");
      assertThat(list("/", true, asOf, limit))
          .containsExactly("FILE a 3", "FILE dir/b 3", "FILE dir/c 3", "FILE gone/d 3");
    }
    assertThat(list("/dir", false, asOf, 10)).containsExactly("FILE b 3", "FILE c 3");
    assertThat(list("/a", false, asOf, 10)).containsExactly("FILE a 3");
    assertThat(list("", false, History.NOW, 10)).containsExactly("FILE a 6", "DIRECTORY new 0");
    assertThat(list("", true, new History.AsOf(Instant.EPOCH), 10)).isEmpty();
  }

  @Test
  @Promise("V2")
  void allVersionsAreListedNewestFirstWithDeleteMarkers() {
    for (int limit : new int[] {1, 2, 1000}) {
      assertThat(list("", true, new History.All(), limit))
          .containsExactly(
              "FILE a 6 current",
              "FILE a 3",
              "DELETE_MARKER dir/b 0 current",
              "FILE dir/b 3",
              "DELETE_MARKER dir/c 0 current",
              "FILE dir/c 3",
              "DELETE_MARKER gone/d 0 current",
              "FILE gone/d 3",
              "FILE new/e 1 current");
      assertThat(list("", false, new History.All(), limit))
          .containsExactly(
              "FILE a 6 current",
              "FILE a 3",
              "DIRECTORY dir 0",
              "DIRECTORY gone 0",
              "DIRECTORY new 0");
    }
    assertThat(list("/a", false, new History.All(), 10))
        .containsExactly("FILE a 6 current", "FILE a 3");
  }

  @Test
  @Promise("V1")
  void aDirectoryOfManyKeysIsJumpedOver() {
    for (int i = 0; i < 1010; i++) {
      write("many/%04d".formatted(i), "");
    }
    write("many0", "behind");
    assertThat(list("", false, new History.All(), 1000))
        .contains("DIRECTORY many 0", "FILE many0 6 current", "DIRECTORY new 0")
        .doesNotHaveDuplicates();
  }

  @Test
  @Promise("V3")
  void onlyBucketsHaveVersions(@TempDir Path root) {
    Query query = new Query("/", false, Optional.empty(), true, new History.All());
    for (Collection each : List.of(collection, lab.directory(root))) {
      assertProblem(
          "no_versions",
          () -> lab.browser.list(each, CollectionLab.USER, query, new Page(Optional.empty(), 10)));
      assertProblem(
          "no_versions",
          () ->
              lab.browser.undelete(
                  each,
                  CollectionLab.USER,
                  new Undelete("/", true, Optional.empty(), false),
                  new Page(Optional.empty(), 10)));
    }
    assertProblem("path_not_found", () -> list("/nothing", false, new History.All(), 10));
  }

  @Test
  @Promise("V3")
  void aStoreThatKeepsNoVersionsSaysSo() {
    try (InProcessStore plain = InProcessStore.start()) {
      lab.store(plain, plain.owner()).createBucket("plain-bucket");
      Query query = new Query("/plain-bucket", true, Optional.empty(), true, new History.All());
      Collection without = lab.buckets(plain, plain.owner());
      assertThatThrownBy(() ->
              lab.browser.list(without, CollectionLab.USER, query, new Page(Optional.empty(), 10)))
          .isInstanceOfSatisfying(
              StoreException.class,
              failure ->
                  assertThat(failure.failure()).isInstanceOf(StoreFailure.Unsupported.class));
    }
  }

  /** No store at hand has an archive. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ongoing-request=\"true\"|true|",
        "ongoing-request=\"false\", expiry-date=\"Mon, 30 Nov 2026 00:00:00 GMT\""
            + "|false|2026-11-30T00:00:00Z"
      })
  void aLookAtAnArchivedObjectTellsHowItsRestoreStands(
      String header, boolean ongoing, @Nullable String until) throws IOException {
    HttpServer archive =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    archive.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("Content-Length", "5");
            exchange.getResponseHeaders().set("ETag", "\"0123456789abcdef0123456789abcdef\"");
            exchange.getResponseHeaders().set("Last-Modified", "Sat, 21 Nov 2026 00:00:00 GMT");
            exchange.getResponseHeaders().set("x-amz-storage-class", "GLACIER");
            exchange.getResponseHeaders().set("x-amz-restore", header);
            exchange.sendResponseHeaders(200, -1);
          }
        });
    archive.start();
    try {
      Collection archived =
          lab.buckets(
              URI.create("http://127.0.0.1:" + archive.getAddress().getPort()),
              "us-east-1",
              ceph.alice());
      Item item = lab.browser.stat(archived, CollectionLab.USER, "/bucket/a");
      assertThat(item.storageClass()).contains("GLACIER");
      assertThat(item.restore())
          .contains(new RestoreState(ongoing, Optional.ofNullable(until).map(Instant::parse)));
    } finally {
      archive.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Promise("B4")
  void aListingTellsHowRestoresStandWithoutALookAtEachObject(boolean recursive) throws IOException {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer archive =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String listing =
        """
        <ListBucketResult><EncodingType>url</EncodingType>
          <Contents><Key>a</Key><Size>1</Size><StorageClass>GLACIER</StorageClass>STATE</Contents>
          <Contents><Key>b</Key><Size>1</Size><StorageClass>GLACIER</StorageClass></Contents>
        </ListBucketResult>
        """;
    String state =
        "<RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress>"
            + "<RestoreExpiryDate>2026-11-30T00:00:00Z</RestoreExpiryDate></RestoreStatus>";
    archive.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            boolean told =
                "RestoreStatus"
                    .equals(
                        exchange.getRequestHeaders().getFirst("x-amz-optional-object-attributes"));
            byte[] body = listing.replace("STATE", told ? state : "").getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    archive.start();
    try {
      Collection archived =
          lab.buckets(
              URI.create("http://127.0.0.1:" + archive.getAddress().getPort()),
              "us-east-1",
              ceph.alice());
      Query query = new Query("/bucket/", recursive, Optional.empty(), true, new History.Now());
      List<Item> items =
          lab.browser
              .list(archived, CollectionLab.USER, query, new Page(Optional.empty(), 10))
              .items();
      assertThat(items)
          .extracting(Item::restore)
          .containsExactly(
              Optional.of(
                  new RestoreState(false, Optional.of(Instant.parse("2026-11-30T00:00:00Z")))),
              Optional.empty());
      assertThat(asked).noneMatch(request -> request.startsWith("HEAD /bucket/"));
    } finally {
      archive.stop(0);
    }
  }

  private List<String> undelete(
      Collection by, String path, boolean recursive, Optional<Instant> asOf, boolean dryRun) {
    List<String> names = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page.Of<Undeleted> page =
          lab.browser.undelete(
              by,
              CollectionLab.USER,
              new Undelete("/" + bucket + path, recursive, asOf, dryRun),
              new Page(cursor, 2));
      for (Undeleted each : page.items()) {
        assertThat(each.size()).isEqualTo(3);
        assertThat(each.deletedAt()).isAfter(then);
        names.add(each.name() + each.problem().map(it -> " " + it.code()).orElse(""));
      }
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    return names;
  }

  @Test
  @Promise({"V4", "V5"})
  void whatWasDeletedComesBack() {
    List<Version> before = versions();
    assertThat(undelete(collection, "", true, Optional.empty(), true))
        .containsExactly("dir/b", "dir/c", "gone/d");
    assertThat(versions()).isEqualTo(before);

    assertProblem(
        "is_a_directory", () -> undelete(collection, "/dir", false, Optional.empty(), false));
    assertProblem(
        "path_not_found", () -> undelete(collection, "/never", false, Optional.empty(), false));
    assertThat(undelete(collection, "", true, Optional.of(Instant.EPOCH), false)).isEmpty();
    assertThat(undelete(collection, "/dir/b", false, Optional.empty(), false)).containsExactly("b");
    assertThat(read("dir/b")).isEqualTo("bee");
    assertThat(undelete(collection, "", true, Optional.of(then), false))
        .containsExactly("dir/c", "gone/d");
    assertThat(read("dir/c")).isEqualTo("sea");
    assertThat(read("gone/d")).isEqualTo("dee");
    assertThat(read("a")).isEqualTo("second");
    assertThat(undelete(collection, "", true, Optional.empty(), false)).isEmpty();
  }

  @Test
  @Promise("V6")
  void bringingBackNeedsTheRightsToListAndDeleteVersionsAndNoOthers() {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [
         {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam:::user/bob"},
          "Action": ["s3:ListBucketVersions"%s], "Resource": ["arn:aws:s3:::%s", "arn:aws:s3:::%s/*"]}]}
        """;
    Collection bobs = lab.buckets(ceph, ceph.bob());
    owner(s3 ->
        s3.putBucketPolicy(
            call -> call.bucket(bucket).policy(policy.formatted("", bucket, bucket))));
    assertThat(undelete(bobs, "", true, Optional.empty(), false))
        .containsExactly("dir/b store_denied", "dir/c store_denied", "gone/d store_denied");
    owner(s3 ->
        s3.putBucketPolicy(call ->
            call.bucket(bucket)
                .policy(policy.formatted(", \"s3:DeleteObjectVersion\"", bucket, bucket))));
    assertThat(undelete(bobs, "", true, Optional.empty(), false))
        .containsExactly("dir/b", "dir/c", "gone/d");
    assertThat(read("gone/d")).isEqualTo("dee");
  }
}

package io.windlass.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.windlass.foundation.Secret;
import io.windlass.objectstore.ObjectStore.ByteRange;
import io.windlass.objectstore.ObjectStore.ObjectContent;
import io.windlass.objectstore.ObjectStore.OpenUpload;
import io.windlass.objectstore.ObjectStore.Part;
import io.windlass.objectstore.ObjectStore.Presigned;
import io.windlass.objectstore.ObjectStore.Versioning;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectStore.Written;
import io.windlass.testing.S3TestStore;
import io.windlass.testing.S3TestStore.Account;
import io.windlass.testing.S3TestStore.Capability;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every implementation of {@link ObjectStore} promises, whatever store is behind it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ObjectStoreContract {
  private static final int MIB = 1 << 20;

  /** Ceph RGW 16 decodes the source of a part twice, and some sources end its process. */
  private static final String NO_PER_CENT = "";

  private static final Duration LIFETIME = Duration.ofMinutes(5);

  private final ObjectStores stores = stores();
  private ObjectStore store;
  private String bucket;

  /** The store, started. */
  abstract S3TestStore backing();

  /** The implementation to hold to the contract. */
  ObjectStores stores() {
    return new S3ObjectStores();
  }

  @BeforeAll
  void openStore() {
    store = open(backing().owner());
    bucket = S3TestStore.uniqueBucket("contract");
    store.createBucket(bucket);
  }

  @AfterAll
  void closeStore() {
    store.close();
  }

  /** How the store is spoken to. */
  StoreAddress address() {
    return StoreAddress.at(backing().endpoint(), backing().region());
  }

  private ObjectStore open(Account account) {
    return stores.open(address(), signing(account));
  }

  static Signing.Keys signing(Account account) {
    return new Signing.Keys(account.accessKeyId(), account.secretAccessKey(), Optional.empty());
  }

  // ---- buckets

  @Test
  void createdBucketsAreListedAndCreatingThemAgainSucceeds() {
    assertThat(store.buckets()).contains(bucket);
    store.createBucket(bucket);
    store.headBucket(bucket);
    assertThat(store.versioning(bucket)).isEqualTo(Versioning.OFF);
  }

  @Test
  void aMissingBucketIsNamedInTheFailure() {
    String missing = S3TestStore.uniqueBucket("missing");
    List<ThrowingCallable> calls =
        List.of(
            () -> store.headBucket(missing),
            () -> store.list(Listing.Request.below(missing, "")),
            () -> store.put(ObjectId.of(missing, "a"), WriteOptions.NONE, text("x")),
            () -> store.walk(missing, "", Optional.empty()).count());
    for (ThrowingCallable call : calls) {
      assertThat(failure(call))
          .isInstanceOfSatisfying(
              StoreFailure.NoSuchBucket.class, f -> assertThat(f.bucket()).isEqualTo(missing));
    }
  }

  // ---- writing and reading

  @Test
  void whatIsWrittenIsReadBackWithItsFacts() throws IOException {
    ObjectId id = id("facts");
    Written written =
        store.put(
            id,
            new WriteOptions(
                Optional.of("text/csv"),
                Map.of("colour", "green", "empty-ish", "x"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false),
            text("a,b\n"));
    ObjectFacts facts = store.head(id);
    assertThat(facts.size()).isEqualTo(4);
    assertThat(facts.etag()).isEqualTo(written.etag()).doesNotContain("\"");
    assertThat(facts.contentType()).contains("text/csv");
    assertThat(facts.metadata()).containsEntry("colour", "green").hasSize(2);
    assertThat(facts.storageClass()).isEqualTo("STANDARD");
    assertThat(facts.lastModified())
        .isBetween(Instant.now().minusSeconds(120), Instant.now().plusSeconds(120));
    try (ObjectContent content = store.get(id, Optional.empty(), Optional.empty())) {
      assertThat(content.facts())
          .usingRecursiveComparison()
          .ignoringFields("checksum") // stores that know it tell it with the bytes
          .isEqualTo(facts);
      assertThat(content.stream().readAllBytes()).isEqualTo("a,b\n".getBytes(UTF_8));
    }
  }

  @Test
  void emptyObjectsAreObjects() throws IOException {
    ObjectId id = id("empty");
    store.put(id, WriteOptions.NONE, Body.of(new byte[0]));
    assertThat(store.head(id).size()).isZero();
    assertThat(read(id)).isEmpty();
  }

  @Test
  void largeBodiesComeBackBitForBit() throws IOException {
    byte[] bytes = random(9 * MIB + 17);
    ObjectId id = id("large");
    store.put(id, WriteOptions.NONE, Body.of(bytes));
    assertThat(read(id)).isEqualTo(bytes);
  }

  @Test
  void rangesAreExactAndTellTheWholeSize() throws IOException {
    byte[] bytes = random(1000);
    ObjectId id = id("ranged");
    store.put(id, WriteOptions.NONE, Body.of(bytes));
    try (ObjectContent part = store.get(id, Optional.of(new ByteRange(10, 19)), Optional.empty())) {
      assertThat(part.stream().readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 10, 20));
      assertThat(part.facts().size()).isEqualTo(1000);
    }
    try (ObjectContent end =
        store.get(id, Optional.of(new ByteRange(990, 5000)), Optional.empty())) {
      assertThat(end.stream().readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 990, 1000));
    }
    assertThat(
            failure(() -> store.get(id, Optional.of(new ByteRange(1000, 1001)), Optional.empty())))
        .isInstanceOf(StoreFailure.Refused.class);
  }

  @Test
  void readingIsPinnedToAnEtag() throws IOException {
    ObjectId id = id("pinned");
    Written first = store.put(id, WriteOptions.NONE, text("one"));
    try (ObjectContent content = store.get(id, Optional.empty(), Optional.of(first.etag()))) {
      assertThat(content.stream().readAllBytes()).isEqualTo("one".getBytes(UTF_8));
    }
    store.put(id, WriteOptions.NONE, text("two"));
    assertThat(failure(() -> store.get(id, Optional.empty(), Optional.of(first.etag()))))
        .isInstanceOf(StoreFailure.PreconditionFailed.class);
  }

  @Test
  void writingOnlyIfAbsentNeverReplaces() throws IOException {
    assumeTrue(backing().can(Capability.PUT_IF_ABSENT));
    ObjectId id = id("once");
    WriteOptions once = WriteOptions.NONE.ifAbsent();
    store.put(id, once, text("first"));
    assertThat(failure(() -> store.put(id, once, text("second"))))
        .isInstanceOf(StoreFailure.PreconditionFailed.class);
    assertThat(read(id)).isEqualTo("first".getBytes(UTF_8));
  }

  @Test
  void writingIfMatchReplacesThatObjectAndNoOther() throws IOException {
    assumeTrue(backing().can(Capability.PUT_IF_MATCH));
    ObjectId id = id("replaced");
    Written first = store.put(id, WriteOptions.NONE, text("first"));
    WriteOptions inItsPlace = WriteOptions.NONE.ifMatch(first.etag());
    store.put(id, inItsPlace, text("second"));
    assertThat(failure(() -> store.put(id, inItsPlace, text("third"))))
        .isInstanceOf(StoreFailure.PreconditionFailed.class);
    assertThat(read(id)).isEqualTo("second".getBytes(UTF_8));
    store.delete(id);
    failure(() -> store.put(id, inItsPlace, text("fourth")));
    assertThat(failure(() -> store.head(id))).isInstanceOf(StoreFailure.NoSuchObject.class);
  }

  @Test
  void copyingIsPinnedToAnEtag() {
    assumeTrue(backing().can(Capability.COPY_IF_MATCH));
    ObjectId source = id("pinned-source");
    ObjectId target = id("pinned-target");
    Written first = store.put(source, WriteOptions.NONE, text("one"));
    store.put(source, WriteOptions.NONE, text("two"));
    assertThat(
            failure(() -> store.copy(source, Optional.of(first.etag()), target, WriteOptions.NONE)))
        .isInstanceOf(StoreFailure.PreconditionFailed.class);
    assertThat(failure(() -> store.head(target))).isInstanceOf(StoreFailure.NoSuchObject.class);
  }

  @Test
  void copyingAnObjectOntoItselfReplacesItsMetadata() throws IOException {
    ObjectId id = id("relabelled");
    Written first =
        store.put(
            id,
            WriteOptions.NONE.withContentType("text/csv").withMetadata(Map.of("mode", "1")),
            text("kept"));
    Written second =
        store.copy(
            id,
            Optional.of(first.etag()),
            id,
            WriteOptions.NONE.withContentType("text/csv").withMetadata(Map.of("mode", "2")));
    ObjectFacts facts = store.head(id);
    assertThat(facts.metadata()).isEqualTo(Map.of("mode", "2"));
    assertThat(facts.contentType()).contains("text/csv");
    assertThat(facts.etag()).isEqualTo(second.etag()).isEqualTo(first.etag());
    assertThat(read(id)).isEqualTo("kept".getBytes(UTF_8));
  }

  @Test
  void missingObjectsAreNamedInTheFailure() {
    ObjectId id = id("missing");
    assertThat(failure(() -> store.head(id))).isInstanceOf(StoreFailure.NoSuchObject.class);
    assertThat(failure(() -> store.get(id, Optional.empty(), Optional.empty())))
        .isInstanceOfSatisfying(
            StoreFailure.NoSuchObject.class, f -> assertThat(f.id()).isEqualTo(id));
  }

  @Test
  void unreadRestsOfObjectsDoNotBlockTheStore() throws IOException {
    ObjectId id = id("abandoned");
    store.put(id, WriteOptions.NONE, Body.of(random(4 * MIB)));
    for (int i = 0; i < 300; i++) { // more than there are connections
      try (ObjectContent content = store.get(id, Optional.empty(), Optional.empty())) {
        assertThat(content.stream().read()).isNotNegative();
      }
    }
  }

  // ---- keys

  static final List<String> PLAIN_KEYS =
      List.of(
          "keys/plain.txt",
          "keys/with blank",
          "keys/plus+sign",
          "keys/per%cent",
          "keys/per%20cent",
          "keys/ünïcødé/日本語",
          "keys/emoji-\uD83D\uDE80",
          "keys/a&b=c?d#e;f:g@h,i$j",
          "keys/quote'double\"tick`",
          "keys/[brackets]{braces}<angles>",
          "keys/back\\slash|pipe^caret~tilde*star!",
          "keys/.hidden",
          "keys/trailing.",
          "keys/UPPER/upper");

  static final List<String> ODD_KEYS =
      List.of(
          "odd//double",
          "odd///triple",
          "/odd/leading",
          "odd/./dot",
          "odd/../dots",
          "odd/..",
          "../odd",
          "odd/marker/",
          "odd/marker",
          "odd/marker/below",
          "odd/file",
          "odd/file/below",
          "odd/" + "n".repeat(300) + "/long",
          "odd/tab\there",
          "odd/bell\u0007here");

  @Test
  void plainKeysRoundTripAndAreListedAsTheyAre() throws IOException {
    roundTrip(PLAIN_KEYS, "keys/");
  }

  @Test
  void keysAreDataAndNeverPaths() throws IOException {
    assumeTrue(backing().can(Capability.EVERY_KEY));
    roundTrip(ODD_KEYS, "");
  }

  @Test
  void aKeyOf1024BytesIsTheLongest() throws IOException {
    assumeTrue(backing().can(Capability.EVERY_KEY));
    String own = "long/" + "k".repeat(1019);
    store.put(id(own), WriteOptions.NONE, text("x"));
    assertThat(read(id(own))).hasSize(1);
    assertThat(failure(() -> store.put(id(own + "k"), WriteOptions.NONE, text("x"))))
        .isInstanceOf(StoreFailure.Refused.class);
  }

  private void roundTrip(List<String> names, String prefix) throws IOException {
    String own = S3TestStore.uniqueBucket("keys");
    store.createBucket(own);
    for (String key : names) {
      store.put(ObjectId.of(own, key), WriteOptions.NONE, text("bytes of " + key));
    }
    for (String key : names) {
      assertThat(read(ObjectId.of(own, key)))
          .describedAs(key)
          .isEqualTo(("bytes of " + key).getBytes(UTF_8));
      assertThat(store.head(ObjectId.of(own, key)).id().key()).isEqualTo(key);
    }
    List<String> sorted = names.stream().sorted(ObjectStoreContract::byUtf8).toList();
    assertThat(keys(store.walk(own, prefix, Optional.empty()))).containsExactlyElementsOf(sorted);
    for (String key : names) {
      ObjectId copy = ObjectId.of(own, "copy-of-" + key);
      store.copy(ObjectId.of(own, key), copy, WriteOptions.NONE);
      assertThat(read(copy))
          .describedAs("copy of " + key)
          .isEqualTo(("bytes of " + key).getBytes(UTF_8));
    }
    List<ObjectId> all = names.stream().map(key -> ObjectId.of(own, key)).toList();
    assertThat(store.deleteAll(own, all)).isEmpty();
    assertThat(keys(store.walk(own, prefix, Optional.empty())))
        .noneMatch(key -> !key.startsWith("copy-of-"));
  }

  // ---- listing

  @Test
  void listingsComeInPagesInOrderOfTheBytesOfKeys() {
    String own = listed(IntStream.range(0, 25).mapToObj(i -> "p/%02d".formatted(i)).toList());
    List<String> seen = new ArrayList<>();
    Optional<Listing.Request> next =
        Optional.of(
            new Listing.Request(
                own, "p/", Optional.empty(), Optional.empty(), Optional.empty(), 10));
    int pages = 0;
    while (next.isPresent()) {
      Listing page = store.list(next.get());
      page.objects().forEach(entry -> seen.add(entry.key()));
      next = page.continuation().map(next.get()::continuing);
      pages++;
    }
    assertThat(pages).isEqualTo(3);
    assertThat(seen).hasSize(25).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void listingsRollUpAtTheDelimiter() {
    String own = listed(List.of("a/1", "a/2", "b", "c/x/1", "c/y/1", "d/"));
    Listing top = store.list(delimited(own, ""));
    assertThat(top.commonPrefixes()).containsExactly("a/", "c/", "d/");
    assertThat(top.objects()).extracting(Listing.Entry::key).containsExactly("b");
    Listing below = store.list(delimited(own, "c/"));
    assertThat(below.commonPrefixes()).containsExactly("c/x/", "c/y/");
    Listing marker = store.list(delimited(own, "d/"));
    assertThat(marker.objects()).extracting(Listing.Entry::key).containsExactly("d/");
  }

  @Test
  void pagesOfRolledUpPrefixesMissNothing() {
    String own =
        listed(
            IntStream.range(0, 12)
                .boxed()
                .flatMap(i ->
                    Stream.of(
                        "d%02d/x".formatted(i), "d%02d/y".formatted(i), "d%02d.txt".formatted(i)))
                .toList());
    List<String> seen = new ArrayList<>();
    Optional<Listing.Request> next =
        Optional.of(
            new Listing.Request(own, "", Optional.of("/"), Optional.empty(), Optional.empty(), 5));
    while (next.isPresent()) {
      Listing page = store.list(next.get());
      page.objects().forEach(entry -> seen.add(entry.key()));
      seen.addAll(page.commonPrefixes());
      next = page.continuation().map(next.get()::continuing);
    }
    assertThat(seen).hasSize(24).doesNotHaveDuplicates();
  }

  @Test
  void prefixesAreTextNotDirectories() {
    String own = listed(List.of("ab", "ab/c", "abc", "b"));
    assertThat(keys(store.walk(own, "ab", Optional.empty()))).containsExactly("ab", "ab/c", "abc");
    assertThat(keys(store.walk(own, "ab/", Optional.empty()))).containsExactly("ab/c");
    assertThat(keys(store.walk(own, "none/", Optional.empty()))).isEmpty();
  }

  @Test
  void walksStartBehindAKey() {
    String own = listed(List.of("a", "a/b", "a0", "b", "c"));
    assertThat(keys(store.walk(own, "", Optional.of("a/b")))).containsExactly("a0", "b", "c");
    assertThat(keys(store.walk(own, "", Optional.of("aa")))).containsExactly("b", "c");
  }

  @Test
  void listedEntriesHaveSizeEtagAndTime() {
    ObjectId id = id("entry/one");
    Written written = store.put(id, WriteOptions.NONE, text("12345"));
    Listing.Entry entry = store.list(Listing.Request.below(bucket, "entry/")).objects().getFirst();
    assertThat(entry.size()).isEqualTo(5);
    assertThat(entry.etag()).isEqualTo(written.etag());
    assertThat(entry.storageClass()).isEqualTo("STANDARD");
    assertThat(Duration.between(entry.lastModified(), store.head(id).lastModified()).abs())
        .isLessThan(Duration.ofSeconds(2));
  }

  // ---- copying

  @Test
  void copiesKeepContentTypeAndMetadata() throws IOException {
    ObjectId source = id("copy/source");
    store.put(
        source,
        WriteOptions.NONE.withContentType("text/x-thing").withMetadata(Map.of("k", "v")),
        text("copied"));
    ObjectId target = id("copy/target");
    store.copy(source, target, WriteOptions.NONE);
    assertThat(read(target)).isEqualTo("copied".getBytes(UTF_8));
    ObjectFacts facts = store.head(target);
    assertThat(facts.contentType()).contains("text/x-thing");
    assertThat(facts.metadata()).containsEntry("k", "v");
  }

  @Test
  void copiesOfMissingObjectsFail() {
    assertThat(failure(() -> store.copy(id("copy/none"), id("copy/no"), WriteOptions.NONE)))
        .isInstanceOf(StoreFailure.NoSuchObject.class);
  }

  // ---- multipart

  @Test
  void partsBecomeOneObject() throws IOException {
    ObjectId id = id("multipart/whole");
    byte[] first = random(5 * MIB);
    byte[] second = random(1234);
    String upload =
        store.startMultipart(
            id, WriteOptions.NONE.withContentType("text/x-parts").withMetadata(Map.of("k", "v")));
    Part two = store.uploadPart(id, upload, 2, Body.of(second));
    Part one = store.uploadPart(id, upload, 1, Body.of(first));
    assertThat(store.parts(id, upload)).containsExactly(one, two);
    Written written = store.completeMultipart(id, upload, List.of(one, two));
    assertThat(written.etag()).endsWith("-2");
    byte[] whole = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, whole, first.length, second.length);
    assertThat(read(id)).isEqualTo(whole);
    ObjectFacts facts = store.head(id);
    assertThat(facts.etag()).isEqualTo(written.etag());
    assertThat(facts.contentType()).contains("text/x-parts");
    assertThat(facts.metadata()).containsEntry("k", "v");
  }

  @Test
  void uploadsInProgressAreNotListed() {
    ObjectId id = id("multipart/unseen");
    String upload = store.startMultipart(id, WriteOptions.NONE);
    store.uploadPart(id, upload, 1, text("x"));
    assertThat(keys(store.walk(bucket, "multipart/unseen", Optional.empty()))).isEmpty();
    assertThat(failure(() -> store.head(id))).isInstanceOf(StoreFailure.NoSuchObject.class);
    store.abortMultipart(id, upload);
  }

  @Test
  void openUploadsAndSinglePartsCanBeFound() {
    ObjectId id = id("open-uploads/b");
    String upload = store.startMultipart(id, WriteOptions.NONE);
    String other = store.startMultipart(id("open-uploads/a"), WriteOptions.NONE);
    Part second = store.uploadPart(id, upload, 2, text("x"));
    try (Stream<OpenUpload> open = store.openUploads(bucket, "open-uploads/")) {
      assertThat(open.map(OpenUpload::uploadId)).containsExactly(other, upload);
    }
    assertThat(store.part(id, upload, 2)).contains(second);
    assertThat(store.part(id, upload, 1)).isEmpty();
    assertThat(store.part(id, upload, 3)).isEmpty();
    store.abortMultipart(id, upload);
    store.abortMultipart(id("open-uploads/a"), other);
    try (Stream<OpenUpload> open = store.openUploads(bucket, "open-uploads/")) {
      assertThat(open).isEmpty();
    }
  }

  @Test
  void abortedUploadsAreGoneAndAbortingTwiceSucceeds() {
    ObjectId id = id("multipart/aborted");
    String upload = store.startMultipart(id, WriteOptions.NONE);
    Part part = store.uploadPart(id, upload, 1, text("x"));
    store.abortMultipart(id, upload);
    store.abortMultipart(id, upload);
    assertThat(failure(() -> store.completeMultipart(id, upload, List.of(part))))
        .isInstanceOf(StoreFailure.NoSuchObject.class);
    assertThat(failure(() -> store.parts(id, upload)))
        .isInstanceOf(StoreFailure.NoSuchObject.class);
  }

  @Test
  void completingAgainAnswersTheSame() {
    ObjectId id = id("multipart/twice");
    String upload = store.startMultipart(id, WriteOptions.NONE);
    Part part = store.uploadPart(id, upload, 1, text("x"));
    Written first = store.completeMultipart(id, upload, List.of(part));
    assertThat(store.completeMultipart(id, upload, List.of(part)).etag()).isEqualTo(first.etag());
  }

  @Test
  void unknownPartsAreRefused() {
    ObjectId id = id("multipart/wrong-part");
    String upload = store.startMultipart(id, WriteOptions.NONE);
    store.uploadPart(id, upload, 1, text("x"));
    assertThatThrownBy(() ->
            store.completeMultipart(
                id, upload, List.of(new Part(1, "00000000000000000000000000000000", 1))))
        .isInstanceOf(StoreException.class);
    store.abortMultipart(id, upload);
  }

  @Test
  void partsAreCopiedFromOtherObjects() throws IOException {
    ObjectId source = id("multipart/part source+é" + NO_PER_CENT);
    byte[] bytes = random(6 * MIB);
    store.put(source, WriteOptions.NONE, Body.of(bytes));
    ObjectId target = id("multipart/copied");
    String upload = store.startMultipart(target, WriteOptions.NONE);
    Part one =
        store.copyPart(source, Optional.of(new ByteRange(0, 5 * MIB - 1)), target, upload, 1);
    Part two =
        store.copyPart(source, Optional.of(new ByteRange(5 * MIB, 6 * MIB - 1)), target, upload, 2);
    store.completeMultipart(target, upload, List.of(one, two));
    assertThat(read(target)).isEqualTo(bytes);
  }

  // ---- deleting

  @Test
  void deletingSucceedsAlsoWhenThereIsNothing() {
    ObjectId id = id("delete/me");
    store.put(id, WriteOptions.NONE, text("x"));
    store.delete(id);
    assertThat(failure(() -> store.head(id))).isInstanceOf(StoreFailure.NoSuchObject.class);
    store.delete(id);
  }

  @Test
  void bulkDeletesTakeAThousandAndMissingOnes() {
    List<ObjectId> ids =
        IntStream.range(0, 1000).mapToObj(i -> id("bulk/%04d".formatted(i))).toList();
    ids.stream().limit(20).forEach(id -> store.put(id, WriteOptions.NONE, text("x")));
    assertThat(store.deleteAll(bucket, ids)).isEmpty();
    assertThat(keys(store.walk(bucket, "bulk/", Optional.empty()))).isEmpty();
  }

  // ---- presigned requests

  @Test
  void presignedGetsNeedNoKeysAndNameTheFile() throws Exception {
    ObjectId id = id("presigned/a b+c%d é.txt");
    store.put(id, WriteOptions.NONE, text("presigned"));
    URI url =
        store.presignGet(
            id, LIFETIME, Map.of("content-disposition", "attachment; filename=\"x y.txt\""));
    HttpResponse<String> answer = send("GET", url, Map.of(), BodyPublishers.noBody());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("presigned");
    assertThat(answer.headers().firstValue("content-disposition"))
        .contains("attachment; filename=\"x y.txt\"");
  }

  @Test
  void presignedPutsTakeOnlyTheSignedDigest() throws Exception {
    ObjectId id = id("presigned/put");
    String md5 = md5("right");
    Presigned put = store.presignPut(id, WriteOptions.NONE, LIFETIME, Optional.of(md5));
    assertThat(put.headers()).containsEntry("Content-MD5", md5);
    assertThat(send(put, "wrong").statusCode()).isBetween(400, 499);
    assertThat(failure(() -> store.head(id))).isInstanceOf(StoreFailure.NoSuchObject.class);
    assertThat(send(put, "right").statusCode()).isEqualTo(200);
    assertThat(read(id)).isEqualTo("right".getBytes(UTF_8));
  }

  @Test
  void presignedPartsTakeOnlyTheSignedDigest() throws Exception {
    ObjectId id = id("presigned/parts");
    String upload = store.startMultipart(id, WriteOptions.NONE);
    Presigned part = store.presignPart(id, upload, 1, LIFETIME, Optional.of(md5("part")));
    assertThat(send(part, "tarp").statusCode()).isBetween(400, 499);
    assertThat(send(part, "part").statusCode()).isEqualTo(200);
    store.completeMultipart(id, upload, store.parts(id, upload));
    assertThat(read(id)).isEqualTo("part".getBytes(UTF_8));
  }

  @Test
  void presignedCopiesOfPartsAreBoundToTheirSource() throws Exception {
    ObjectId source = id("presigned/source +é" + NO_PER_CENT);
    Written written = store.put(source, WriteOptions.NONE, text("0123456789"));
    ObjectId target = id("presigned/copied");
    String upload = store.startMultipart(target, WriteOptions.NONE);
    Presigned copy =
        store.presignCopyPart(
            source,
            Optional.of(new ByteRange(2, 4)),
            Optional.of(written.etag()),
            target,
            upload,
            1,
            LIFETIME);
    HttpResponse<String> answer =
        send(copy.method(), copy.url(), copy.headers(), BodyPublishers.noBody());
    assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(200);
    store.completeMultipart(target, upload, store.parts(target, upload));
    assertThat(read(target)).isEqualTo("234".getBytes(UTF_8));
  }

  // ---- who may not

  @Test
  void aWrongSecretIsToldFromADeniedKey() {
    Account owner = backing().owner();
    try (ObjectStore wrong =
            open(new Account("wrong", owner.accessKeyId(), Secret.of("not-the-secret")));
        ObjectStore unknown =
            open(new Account("unknown", "AKIDOESNOTEXIST", Secret.of("not-the-secret")))) {
      for (ObjectStore each : List.of(wrong, unknown)) {
        assertThat(failure(() -> each.list(Listing.Request.below(bucket, ""))))
            .isInstanceOf(StoreFailure.BadKeys.class);
        assertThat(failure(() -> each.head(id("any")))).isInstanceOf(StoreFailure.BadKeys.class);
        assertThat(failure(() -> each.headBucket(bucket))).isInstanceOf(StoreFailure.BadKeys.class);
      }
    }
  }

  @Test
  void failuresTellNoSecret() {
    Account owner = backing().owner();
    try (ObjectStore wrong =
        open(new Account("wrong", owner.accessKeyId(), Secret.of("hush-hush-hush")))) {
      assertThatThrownBy(() -> wrong.list(Listing.Request.below(bucket, "")))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> {
                assertThat(e.toString() + e.problem() + e.failure() + e.getCause())
                    .doesNotContain("hush-hush-hush");
                assertThat(e.problem().remedy()).isPresent();
              });
    }
  }

  @Test
  void deniedCallsNameActionAndResource() {
    Account stranger = backing().stranger().orElseThrow();
    ObjectId id = id("denied");
    store.put(id, WriteOptions.NONE, text("x"));
    try (ObjectStore other = open(stranger)) {
      assertThat(failure(() -> other.list(Listing.Request.below(bucket, ""))))
          .isInstanceOfSatisfying(
              StoreFailure.Denied.class,
              f -> {
                assertThat(f.action()).isEqualTo("s3:ListBucket");
                assertThat(f.resource()).isEqualTo("arn:aws:s3:::" + bucket);
              });
      assertThat(failure(() -> other.headBucket(bucket))).isInstanceOf(StoreFailure.Denied.class);
      assertThat(failure(() -> other.head(id))).isInstanceOf(StoreFailure.Denied.class);
      assertThat(failure(() -> other.get(id, Optional.empty(), Optional.empty())))
          .isInstanceOf(StoreFailure.Denied.class);
      assertThat(failure(() -> other.put(id, WriteOptions.NONE, text("y"))))
          .isInstanceOfSatisfying(
              StoreFailure.Denied.class, f -> assertThat(f.action()).isEqualTo("s3:PutObject"));
      assertThat(failure(() -> other.delete(id))).isInstanceOf(StoreFailure.Denied.class);
      assertThat(failure(() -> other.startMultipart(id, WriteOptions.NONE)))
          .isInstanceOf(StoreFailure.Denied.class);
      assertThat(failure(() -> other.openUploads(bucket, "").findAny()))
          .isInstanceOf(StoreFailure.Denied.class);
    }
  }

  @Test
  void anUnreachableStoreIsPassing() {
    StoreAddress nowhere = StoreAddress.at(URI.create("http://127.0.0.1:1"), "us-east-1");
    try (ObjectStore none = stores.open(nowhere, signing(backing().owner()))) {
      assertThat(failure(() -> none.headBucket("any")))
          .isInstanceOf(StoreFailure.Unreachable.class);
    }
  }

  // ---- helpers

  ObjectStore store() {
    return store;
  }

  ObjectId id(String key) {
    return ObjectId.of(bucket, key);
  }

  byte[] read(ObjectId id) throws IOException {
    try (ObjectContent content = store.get(id, Optional.empty(), Optional.empty())) {
      return content.stream().readAllBytes();
    }
  }

  private String listed(List<String> names) {
    String own = S3TestStore.uniqueBucket("listed");
    store.createBucket(own);
    names.forEach(key -> store.put(ObjectId.of(own, key), WriteOptions.NONE, text("x")));
    return own;
  }

  private static Listing.Request delimited(String own, String prefix) {
    return new Listing.Request(
        own, prefix, Optional.of("/"), Optional.empty(), Optional.empty(), 1000);
  }

  static List<String> keys(Stream<Listing.Entry> entries) {
    try (entries) {
      return entries.map(Listing.Entry::key).toList();
    }
  }

  static Body text(String text) {
    return Body.of(text.getBytes(UTF_8));
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static int byUtf8(String a, String b) {
    return Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
  }

  static StoreFailure failure(ThrowingCallable call) {
    StoreFailure[] failure = new StoreFailure[1];
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(StoreException.class, e -> failure[0] = e.failure());
    return failure[0];
  }

  private static String md5(String text) throws Exception {
    return Base64.getEncoder()
        .encodeToString(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
  }

  private static HttpResponse<String> send(Presigned request, String body) throws Exception {
    return send(request.method(), request.url(), request.headers(), BodyPublishers.ofString(body));
  }

  private static HttpResponse<String> send(
      String method, URI url, Map<String, String> headers, BodyPublisher body) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(url).method(method, body);
    headers.forEach((name, value) -> {
      if (!name.equalsIgnoreCase("content-length")) { // the client sets it itself
        request.header(name, value);
      }
    });
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}

package io.windlass.objectstore;

import static io.windlass.objectstore.ObjectStoreContract.failure;
import static io.windlass.objectstore.ObjectStoreContract.random;
import static io.windlass.objectstore.ObjectStoreContract.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.windlass.objectstore.ObjectAcls.Acl;
import io.windlass.objectstore.ObjectAcls.Grantee;
import io.windlass.objectstore.ObjectStore.ByteRange;
import io.windlass.objectstore.ObjectStore.Deleted;
import io.windlass.objectstore.ObjectStore.ObjectContent;
import io.windlass.objectstore.ObjectStore.Part;
import io.windlass.objectstore.ObjectStore.WantedChecksum;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectStore.Written;
import io.windlass.objectstore.ObjectVersions.Marker;
import io.windlass.objectstore.ObjectVersions.Version;
import io.windlass.testing.S3TestStore;
import io.windlass.testing.S3TestStore.Capability;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What every implementation of {@link ObjectStore} promises of all that lies beside the bytes of an
 * object: metadata, tags, access, versions, checksums, archives. What a store cannot do it refuses
 * as {@link StoreFailure.Unsupported}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ObjectPropertiesContract {
  private static final int MIB = 1 << 20;
  private static final SystemMetadata SYSTEM =
      new SystemMetadata(
          Optional.of("text/csv; charset=utf-8"),
          Optional.of("max-age=60, private"),
          Optional.of("attachment; filename=\"x y.csv\""),
          Optional.of("gzip"),
          Optional.of("de, en"),
          Optional.of("Thu, 01 Dec 2033 16:00:00 GMT"));
  private static final Map<String, String> METADATA = Map.of("colour", "green", "mtime", "1.5");
  private static final Map<String, String> TAGS =
      Map.of("project", "a&b=c", "Ünïcode", "日本 +%", "blank", "");

  private ObjectStore store;
  private String bucket;

  abstract S3TestStore backing();

  ObjectStores stores() {
    return new S3ObjectStores();
  }

  @BeforeAll
  void openStore() {
    store = open(backing().owner());
    bucket = S3TestStore.uniqueBucket("properties");
    store.createBucket(bucket);
  }

  @AfterAll
  void closeStore() {
    store.close();
  }

  private ObjectStore open(S3TestStore.Account account) {
    return stores()
        .open(
            StoreAddress.at(backing().endpoint(), backing().region()),
            ObjectStoreContract.signing(account));
  }

  // ---- metadata

  @Test
  void allSystemMetadataIsKeptBySmallAndLargeWrites() throws IOException {
    for (int size : new int[] {0, 100, 300_000}) {
      ObjectId id = id("system/" + size);
      byte[] bytes = random(size);
      store.put(id, described().build(), Body.of(bytes));
      assertDescribed(id);
      assertThat(read(id)).isEqualTo(bytes);
    }
  }

  @Test
  void uploadsInPartsKeepAllMetadata() {
    ObjectId id = id("system/parts");
    String upload = store.startMultipart(id, described().build());
    Part part = store.uploadPart(id, upload, 1, text("x"));
    store.completeMultipart(id, upload, List.of(part));
    assertDescribed(id);
  }

  @Test
  void copiesCarryAllMetadataUnlessItIsReplaced() {
    ObjectId source = id("system/source");
    store.put(source, described().build(), text("x"));
    store.copy(source, id("system/kept"), WriteOptions.NONE);
    assertDescribed(id("system/kept"));
    store.copy(source, id("system/replaced"), WriteOptions.NONE.withContentType("text/plain"));
    ObjectFacts replaced = store.head(id("system/replaced"));
    assertThat(replaced.system()).isEqualTo(SystemMetadata.ofType(Optional.of("text/plain")));
    assertThat(replaced.metadata()).isEmpty();
  }

  private static WriteOptionsBuilder described() {
    return WriteOptions.NONE.with().system(SYSTEM).metadata(METADATA);
  }

  private void assertDescribed(ObjectId id) {
    ObjectFacts facts = store.head(id);
    assertThat(facts.system()).isEqualTo(SYSTEM);
    assertThat(facts.metadata()).isEqualTo(METADATA);
  }

  // ---- tags

  @Test
  void tagsAreReplacedAndRemoved() {
    ObjectId id = id("tags/replaced");
    store.put(id, WriteOptions.NONE, text("x"));
    if (!backing().can(Capability.TAGS)) {
      assertUnsupported(() -> store.tags().get(id));
      assertUnsupported(() -> store.tags().put(id, TAGS));
      return;
    }
    assertThat(store.tags().get(id)).isEmpty();
    store.tags().put(id, TAGS);
    assertThat(store.tags().get(id)).isEqualTo(TAGS);
    store.tags().put(id, Map.of("one", "1"));
    assertThat(store.tags().get(id)).isEqualTo(Map.of("one", "1"));
    store.tags().put(id, Map.of());
    assertThat(store.tags().get(id)).isEmpty();
  }

  @Test
  void tagsAreWrittenAlongWithObjectsAndTheirCopies() {
    assumeTrue(backing().can(Capability.TAGS));
    ObjectId id = id("tags/written");
    store.put(id, WriteOptions.NONE.with().tags(TAGS).build(), text("x"));
    assertThat(store.tags().get(id)).isEqualTo(TAGS);
    store.copy(id, id("tags/copied"), WriteOptions.NONE);
    assertThat(store.tags().get(id("tags/copied"))).isEqualTo(TAGS);
  }

  @Test
  void uploadsInPartsKeepTagsThatAreGivenAfterwards() {
    assumeTrue(backing().can(Capability.TAGS));
    ObjectId id = id("tags/parts");
    String upload = store.startMultipart(id, WriteOptions.NONE.with().tags(TAGS).build());
    Part part = store.uploadPart(id, upload, 1, text("x"));
    store.completeMultipart(id, upload, List.of(part));
    store.tags().put(id, TAGS); // RGW 16 has forgotten them
    assertThat(store.tags().get(id)).isEqualTo(TAGS);
  }

  @Test
  void tagsOfMissingObjectsAreNamedMissing() {
    assumeTrue(backing().can(Capability.TAGS));
    assertThat(failure(() -> store.tags().get(id("tags/none-such"))))
        .isInstanceOf(StoreFailure.NoSuchObject.class);
    assertThat(failure(() -> store.tags().put(id("tags/none-such"), TAGS)))
        .isInstanceOf(StoreFailure.NoSuchObject.class);
  }

  // ---- access

  @Test
  void grantsAreReadAndReplaced() {
    ObjectId id = id("acl/grants");
    store.put(id, WriteOptions.NONE, text("x"));
    if (!backing().can(Capability.ACLS)) {
      assertUnsupported(() -> store.acls().put(id, new Acl("me", List.of())));
      return;
    }
    Acl first = store.acls().get(id);
    assertThat(first.grants()).hasSize(1);
    List<ObjectAcls.Grant> grants = new ArrayList<>(first.grants());
    grants.add(
        new ObjectAcls.Grant(
            new Grantee.Group("http://acs.amazonaws.com/groups/global/AllUsers"), "READ"));
    store.acls().put(id, new Acl(first.ownerId(), grants));
    assertThat(store.acls().get(id).grants()).containsExactlyInAnyOrderElementsOf(grants);
    store.acls().put(id, first);
    assertThat(store.acls().get(id)).isEqualTo(first);
  }

  @Test
  void cannedListsGoWithEveryKindOfWrite() {
    assumeTrue(backing().can(Capability.ACLS));
    WriteOptions canned = WriteOptions.NONE.with().acl(Optional.of("public-read")).build();
    store.put(id("acl/put"), canned, text("x"));
    store.copy(id("acl/put"), id("acl/copied"), canned);
    String upload = store.startMultipart(id("acl/parts"), canned);
    Part part = store.uploadPart(id("acl/parts"), upload, 1, text("x"));
    store.completeMultipart(id("acl/parts"), upload, List.of(part));
    for (String key : List.of("acl/put", "acl/copied", "acl/parts")) {
      assertThat(store.acls().get(id(key)).grants())
          .describedAs(key)
          .anySatisfy(grant -> {
            assertThat(grant.grantee()).isInstanceOf(Grantee.Group.class);
            assertThat(grant.permission()).isEqualTo("READ");
          });
    }
  }

  @Test
  void storesWithoutOwnershipControlsSaySo() {
    assertUnsupported(() -> store.acls().ownership(bucket));
  }

  // ---- versions

  @Test
  void versionsAndMarkersAreListedNewestFirstAndReadByTheirIds() throws IOException {
    assumeTrue(backing().can(Capability.VERSIONS));
    String versioned = versioned();
    ObjectId id = ObjectId.of(versioned, "a");
    String one = store.put(id, WriteOptions.NONE, text("one")).versionId().orElseThrow();
    String two = store.put(id, WriteOptions.NONE, text("second")).versionId().orElseThrow();
    Deleted deleted = store.delete(id);
    assertThat(deleted.marker()).isTrue();
    String other =
        store
            .put(ObjectId.of(versioned, "b/ü +%"), WriteOptions.NONE, text("x"))
            .versionId()
            .orElseThrow();
    List<Version> all = versions(versioned, "", Optional.empty());
    assertThat(all)
        .extracting(Version::key, Version::versionId, Version::deleteMarker, Version::latest)
        .containsExactly(
            tuple("a", deleted.versionId().orElseThrow(), true, true),
            tuple("a", two, false, false),
            tuple("a", one, false, false),
            tuple("b/ü +%", other, false, true));
    assertThat(all).extracting(Version::size).containsExactly(0L, 6L, 3L, 1L);
    ObjectId first = new ObjectId(versioned, "a", Optional.of(one));
    assertThat(read(first)).isEqualTo("one".getBytes(UTF_8));
    assertThat(store.head(first).id()).isEqualTo(first);
    assertThat(store.head(first).etag()).isEqualTo(all.get(2).etag());
    store.copy(first, ObjectId.of(versioned, "copy"), WriteOptions.NONE);
    assertThat(read(ObjectId.of(versioned, "copy"))).isEqualTo("one".getBytes(UTF_8));
    assertThat(failure(() -> store.head(id))).isInstanceOf(StoreFailure.NoSuchObject.class);
    store.delete(new ObjectId(versioned, "a", deleted.versionId()));
    assertThat(read(id)).isEqualTo("second".getBytes(UTF_8));
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.groups.Tuple.tuple(values);
  }

  @Test
  void listingsOfVersionsGoOnWhereTheyStopped() {
    assumeTrue(backing().can(Capability.VERSIONS));
    String versioned = versioned();
    for (int i = 0; i < 12; i++) {
      store.put(ObjectId.of(versioned, "k" + i % 4), WriteOptions.NONE, text("v" + i));
    }
    List<Version> all = versions(versioned, "", Optional.empty());
    assertThat(all).hasSize(12);
    List<Version> paged = new ArrayList<>();
    Optional<Marker> after = Optional.empty();
    do {
      ObjectVersions.Page page =
          store
              .versions()
              .list(new ObjectVersions.Request(versioned, "", Optional.empty(), after, 5));
      assertThat(page.versions()).hasSizeBetween(1, 5);
      paged.addAll(page.versions());
      after = page.next();
    } while (after.isPresent());
    assertThat(paged).isEqualTo(all);
    Version fifth = all.get(4);
    assertThat(
            versions(
                versioned,
                "",
                Optional.of(new Marker(fifth.key(), Optional.of(fifth.versionId())))))
        .isEqualTo(all.subList(5, 12));
    assertThat(versions(versioned, "", Optional.of(new Marker("k1", Optional.empty()))))
        .isEqualTo(all.subList(6, 12));
  }

  @Test
  void whatWasWrittenWithoutVersionsHasTheVersionNull() {
    store.put(id("unversioned/a"), WriteOptions.NONE, text("x"));
    if (!backing().can(Capability.VERSIONS)) {
      assertUnsupported(() -> versions(bucket, "", Optional.empty()));
      return;
    }
    assertThat(versions(bucket, "unversioned/", Optional.empty()))
        .singleElement()
        .satisfies(version -> {
          assertThat(version.versionId()).isEqualTo("null");
          assertThat(version.latest()).isTrue();
        });
  }

  private String versioned() {
    String versioned = S3TestStore.uniqueBucket("versioned");
    store.createBucket(versioned);
    try (S3Client s3 = sdk()) {
      s3.putBucketVersioning(
          call -> call.bucket(versioned).versioningConfiguration(c -> c.status("Enabled")));
    }
    return versioned;
  }

  private List<Version> versions(String of, String prefix, Optional<Marker> after) {
    try (Stream<Version> versions = store.versions().walk(of, prefix, after)) {
      return versions.toList();
    }
  }

  // ---- checksums

  @Test
  void checksumsThatAreWantedAreKeptOrNotAtAll() throws IOException {
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      for (int size : new int[] {0, 1000, 300_000}) {
        ObjectId id = id("checksums/%s-%d".formatted(algorithm.word(), size));
        byte[] bytes = random(size);
        Written written =
            store.put(id, WriteOptions.NONE.with().checksum(algorithm).build(), Body.of(bytes));
        assertThat(read(id)).isEqualTo(bytes);
        Optional<ObjectChecksum> kept = store.checksums().head(id).checksum();
        if (backing().can(Capability.CHECKSUMS)) {
          assertThat(kept).contains(algorithm.of(bytes));
          assertThat(written.checksum()).contains(algorithm.of(bytes));
        } else {
          assertThat(kept).isEmpty();
        }
      }
    }
  }

  @Test
  void attributesTellTheChecksumOrAreUnsupported() {
    ObjectId id = id("checksums/attributes");
    ObjectChecksum checksum = ChecksumAlgorithm.CRC64NVME.of("abc".getBytes(UTF_8));
    if (backing().can(Capability.CHECKSUMS)) {
      Written written =
          store.put(id, WriteOptions.NONE.with().checksum(checksum).build(), text("abc"));
      ObjectChecksums.Attributes attributes = store.checksums().attributes(id);
      assertThat(attributes.size()).isEqualTo(3);
      assertThat(attributes.etag()).isEqualTo(written.etag());
      assertThat(attributes.checksums()).containsExactly(checksum);
      assertThat(attributes.partCount()).isEmpty();
      return;
    }
    store.put(id, WriteOptions.NONE, text("<no><document/></no>"));
    assertUnsupported(() -> store.checksums().attributes(id));
    store.put(id, WriteOptions.NONE, Body.of(random(300_000)));
    assertUnsupported(() -> store.checksums().attributes(id));
  }

  @Test
  void bytesThatAreNotThoseOfTheChecksumAreRefused() {
    assumeTrue(backing().can(Capability.CHECKSUMS));
    ObjectId id = id("checksums/wrong");
    WriteOptions wrong =
        WriteOptions.NONE
            .with()
            .checksum(ChecksumAlgorithm.CRC32C.of("other".getBytes(UTF_8)))
            .build();
    assertThat(failure(() -> store.put(id, wrong, text("bytes"))))
        .isInstanceOf(StoreFailure.Refused.class);
    assertThat(failure(() -> store.head(id))).isInstanceOf(StoreFailure.NoSuchObject.class);
  }

  @Test
  void uploadsInPartsWithChecksumsAreWhole() throws IOException {
    ObjectId id = id("checksums/parts");
    byte[] bytes = random(5 * MIB);
    String upload =
        store.startMultipart(
            id, WriteOptions.NONE.with().checksum(ChecksumAlgorithm.CRC32C).build());
    Optional<WantedChecksum> wanted =
        Optional.of(new WantedChecksum(ChecksumAlgorithm.CRC32C, Optional.empty()));
    Part one = store.uploadPart(id, upload, 1, Body.of(bytes), wanted);
    Part two = store.uploadPart(id, upload, 2, text("x"), wanted);
    store.completeMultipart(id, upload, List.of(one, two));
    assertThat(store.head(id).size()).isEqualTo(5 * MIB + 1);
  }

  // ---- archives, payers, parts

  @Test
  void storesWithoutArchivesSaySo() {
    ObjectId id = id("archive/restored");
    store.put(id, WriteOptions.NONE, text("x"));
    assertThat(store.head(id).archived()).isFalse();
    assertUnsupported(() -> store.archive().restore(id, 1, ObjectArchive.Tier.BULK));
  }

  @Test
  void thePayersViewIsTheSameStore() throws IOException {
    ObjectStore paying = store.payingRequests();
    assertThat(store.payingRequests()).isSameAs(paying);
    assertThat(paying.payingRequests()).isSameAs(paying);
    ObjectId id = id("paid/a");
    paying.put(id, WriteOptions.NONE, text("x"));
    assertThat(read(id)).hasSize(1);
    assertThat(ObjectStoreContract.keys(paying.walk(bucket, "paid/", Optional.empty())))
        .containsExactly("paid/a");
  }

  @Test
  void readersOfABucketWhoseReadersPayConsentToIt() throws IOException {
    assumeTrue(backing().can(Capability.REQUESTER_PAYS));
    String paid = S3TestStore.uniqueBucket("paid");
    store.createBucket(paid);
    ObjectId id = ObjectId.of(paid, "a");
    store.put(id, WriteOptions.NONE.with().acl(Optional.of("public-read")).build(), text("costs"));
    try (S3Client s3 = sdk()) {
      s3.putBucketRequestPayment(
          call -> call.bucket(paid).requestPaymentConfiguration(c -> c.payer("Requester")));
    }
    try (ObjectStore reader = open(backing().stranger().orElseThrow())) {
      assertThat(failure(() -> reader.head(id))).isInstanceOf(StoreFailure.Denied.class);
      assertThat(reader.payingRequests().head(id).size()).isEqualTo(5);
      try (ObjectContent content =
          reader.payingRequests().get(id, Optional.empty(), Optional.empty())) {
        assertThat(content.stream().readAllBytes()).hasSize(5);
      }
      assertThat(failure(() -> reader.head(id))).isInstanceOf(StoreFailure.Denied.class);
    }
  }

  @Test
  void copiesOfPartsArePinnedToTheirSource() throws IOException {
    assumeTrue(backing().can(Capability.COPY_IF_MATCH));
    ObjectId source = id("pinned/source");
    Written first = store.put(source, WriteOptions.NONE, text("0123456789"));
    ObjectId target = id("pinned/target");
    String upload = store.startMultipart(target, WriteOptions.NONE);
    Part part =
        store.copyPart(
            source, Optional.of(first.etag()), Optional.of(new ByteRange(2, 4)), target, upload, 1);
    store.put(source, WriteOptions.NONE, text("changed"));
    assertThat(
            failure(() ->
                store.copyPart(
                    source,
                    Optional.of(first.etag()),
                    Optional.of(new ByteRange(2, 4)),
                    target,
                    upload,
                    2)))
        .isInstanceOf(StoreFailure.PreconditionFailed.class);
    store.completeMultipart(target, upload, List.of(part));
    assertThat(read(target)).isEqualTo("234".getBytes(UTF_8));
  }

  @Test
  void manyVersionsAreDeletedAtOnce() {
    assumeTrue(backing().can(Capability.VERSIONS));
    String versioned = versioned();
    for (int i = 0; i < 6; i++) {
      store.put(ObjectId.of(versioned, "<&>\"" + i % 2), WriteOptions.NONE, text("v" + i));
    }
    List<ObjectId> all =
        versions(versioned, "", Optional.empty()).stream()
            .map(
                version -> new ObjectId(versioned, version.key(), Optional.of(version.versionId())))
            .toList();
    assertThat(store.deleteAll(versioned, all)).isEmpty();
    assertThat(versions(versioned, "", Optional.empty())).isEmpty();
  }

  // ---- helpers

  /** For the settings of buckets, which are none of {@link ObjectStore}'s business. */
  private S3Client sdk() {
    return S3Client.builder()
        .endpointOverride(backing().endpoint())
        .region(Region.of(backing().region()))
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                S3Clients.credentials(ObjectStoreContract.signing(backing().owner()))))
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .build();
  }

  private static void assertUnsupported(ThrowingCallable call) {
    assertThat(failure(call)).isInstanceOf(StoreFailure.Unsupported.class);
  }

  private ObjectId id(String key) {
    return ObjectId.of(bucket, key);
  }

  private byte[] read(ObjectId id) throws IOException {
    try (ObjectContent content = store.get(id, Optional.empty(), Optional.empty())) {
      return content.stream().readAllBytes();
    }
  }
}

package io.windlass.objectstore;

import static io.windlass.objectstore.ObjectStoreContract.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.objectstore.AnsweringServer.Answer;
import io.windlass.objectstore.AnsweringServer.Received;
import io.windlass.objectstore.ObjectAcls.Ownership;
import io.windlass.objectstore.ObjectArchive.Restore;
import io.windlass.objectstore.ObjectArchive.Tier;
import io.windlass.objectstore.ObjectStore.Part;
import io.windlass.objectstore.ObjectStore.WantedChecksum;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.StoreAddress.ChecksumMode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What AWS answers and no store at hand does: by a small server, with our requests. */
class AwsAnswersTest {
  private static final ObjectId ID = ObjectId.of("bucket", "key");

  private AnsweringServer server;
  private ObjectStore store;

  @BeforeEach
  void start() throws IOException {
    server = new AnsweringServer();
    store = server.open(stores(), ChecksumMode.WHEN_SUPPORTED);
  }

  ObjectStores stores() {
    return new S3ObjectStores();
  }

  @AfterEach
  void stop() {
    store.close();
    server.close();
  }

  @Test
  void listingsTellHowRestoresStandWhenTheyAreAsked() {
    server.answer(
        200,
        """
        <ListBucketResult><EncodingType>url</EncodingType>
          <Contents><Key>a</Key><Size>1</Size><StorageClass>GLACIER</StorageClass>
            <LastModified>2026-01-01T00:00:00.000Z</LastModified>
            <RestoreStatus><IsRestoreInProgress>true</IsRestoreInProgress></RestoreStatus></Contents>
          <Contents><Key>b</Key><Size>1</Size><StorageClass>GLACIER</StorageClass>
            <LastModified>2026-01-01T00:00:00.000Z</LastModified>
            <RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress>
              <RestoreExpiryDate>2026-11-30T00:00:00.000Z</RestoreExpiryDate></RestoreStatus></Contents>
          <Contents><Key>c</Key><Size>1</Size><StorageClass>GLACIER</StorageClass>
            <LastModified>2026-01-01T00:00:00.000Z</LastModified>
            <RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress></RestoreStatus></Contents>
        </ListBucketResult>
        """);
    Listing.Request all = Listing.Request.below("bucket", "");
    assertThat(store.list(all.asking(true)).objects())
        .extracting(Listing.Entry::restore)
        .containsExactly(
            Optional.of(new RestoreState(true, Optional.empty())),
            Optional.of(
                new RestoreState(false, Optional.of(Instant.parse("2026-11-30T00:00:00Z")))),
            Optional.empty());
    assertThat(last().header("x-amz-optional-object-attributes")).contains("RestoreStatus");
    store.list(all);
    assertThat(last().header("x-amz-optional-object-attributes")).isEmpty();
  }

  @Test
  void aStoreThatRefusesToBeAskedForRestoresIsListedWithoutAndNotAskedAgain() {
    server.answer(request ->
        request.header("x-amz-optional-object-attributes").isPresent()
            ? Answer.error(501, "NotImplemented")
            : Answer.of(
                200,
                "<ListBucketResult><Contents><Key>a</Key><Size>1</Size></Contents></ListBucketResult>"));
    Listing.Request all = Listing.Request.below("bucket", "").asking(true);
    assertThat(store.list(all).objects()).hasSize(1);
    assertThat(store.walk(all)).hasSize(1);
    assertThat(server.received()).hasSize(3);
  }

  @Test
  void versionsTellHowRestoresStand() {
    server.answer(
        200,
        """
        <ListVersionsResult>
          <Version><Key>a</Key><VersionId>v</VersionId><IsLatest>true</IsLatest><Size>1</Size>
            <ETag>"e"</ETag><LastModified>2026-01-01T00:00:00.000Z</LastModified>
            <StorageClass>GLACIER</StorageClass>
            <RestoreStatus><IsRestoreInProgress>true</IsRestoreInProgress></RestoreStatus></Version>
        </ListVersionsResult>
        """);
    try (var versions = store.versions().walk("bucket", "", Optional.empty())) {
      assertThat(versions)
          .singleElement()
          .extracting(ObjectVersions.Version::restore)
          .isEqualTo(Optional.of(new RestoreState(true, Optional.empty())));
    }
    assertThat(last().header("x-amz-optional-object-attributes")).contains("RestoreStatus");
  }

  private Received last() {
    return server.received().getLast();
  }

  // ---- archives

  @Test
  void restoringTellsWhetherItBeganOrIsUnderWayOrDone() {
    server.answer(202, "");
    assertThat(store.archive().restore(ID, 3, Tier.BULK)).isEqualTo(Restore.STARTED);
    assertThat(last().query()).isEqualTo("restore");
    assertThat(last().body()).contains("<Days>3</Days>").contains("<Tier>Bulk</Tier>");
    server.answer(200, "");
    assertThat(store.archive().restore(ID, 3, Tier.BULK)).isEqualTo(Restore.READABLE);
    server.answer(_ -> Answer.error(409, "RestoreAlreadyInProgress"));
    assertThat(store.archive().restore(ID, 3, Tier.EXPEDITED)).isEqualTo(Restore.UNDER_WAY);
    server.answer(_ -> Answer.error(403, "AccessDenied"));
    assertThat(failure(() -> store.archive().restore(ID, 3, Tier.STANDARD)))
        .isInstanceOfSatisfying(
            StoreFailure.Denied.class, f -> assertThat(f.action()).isEqualTo("s3:RestoreObject"));
  }

  @Test
  void anObjectIsArchivedUntilItsRestoreIsDone() {
    assertThat(archived(Map.of())).isTrue();
    assertThat(archived(Map.of("x-amz-restore", "ongoing-request=\"true\""))).isTrue();
    assertThat(
            archived(
                Map.of(
                    "x-amz-restore",
                    "ongoing-request=\"false\", expiry-date=\"Fri, 21 Dec 2035 00:00:00 GMT\"")))
        .isFalse();
    assertThat(store.head(ID).restore().orElseThrow().until())
        .contains(Instant.parse("2035-12-21T00:00:00Z"));
  }

  private boolean archived(Map<String, String> more) {
    Map<String, String> headers = new java.util.HashMap<>(more);
    headers.putAll(
        Map.of(
            "ETag",
            "\"e\"",
            "Content-Length",
            "5",
            "Last-Modified",
            "Thu, 01 Jan 2026 00:00:00 GMT",
            "x-amz-storage-class",
            "GLACIER"));
    server.answer(_ -> new Answer(200, headers, ""));
    return store.head(ID).archived();
  }

  @Test
  void readingAnArchivedObjectSaysSo() {
    server.answer(_ -> Answer.error(403, "InvalidObjectState"));
    assertThatThrownBy(() -> store.get(ID, Optional.empty(), Optional.empty()))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e.failure())
                  .isEqualTo(new StoreFailure.Refused("InvalidObjectState", 403));
              assertThat(e.problem().code()).isEqualTo("object_archived");
            });
  }

  // ---- access

  @Test
  void theOwnershipOfABucketIsTold() {
    Map.of(
            "BucketOwnerEnforced", Ownership.BUCKET_OWNER_ENFORCED,
            "BucketOwnerPreferred", Ownership.BUCKET_OWNER_PREFERRED,
            "ObjectWriter", Ownership.OBJECT_WRITER)
        .forEach((word, ownership) -> {
          server.answer(
              200,
              "<OwnershipControls><Rule><ObjectOwnership>%s</ObjectOwnership></Rule></OwnershipControls>"
                  .formatted(word));
          assertThat(store.acls().ownership("bucket")).isEqualTo(ownership);
        });
    server.answer(_ -> Answer.error(404, "OwnershipControlsNotFoundError"));
    assertThat(store.acls().ownership("bucket")).isEqualTo(Ownership.OBJECT_WRITER);
  }

  @Test
  void aListWhereListsAreOffIsUnsupported() {
    server.answer(_ -> Answer.error(400, "AccessControlListNotSupported"));
    WriteOptions canned = WriteOptions.NONE.with().acl(Optional.of("public-read")).build();
    assertThat(failure(() -> store.put(ID, canned, ObjectStoreContract.text("x"))))
        .isInstanceOf(StoreFailure.Unsupported.class);
  }

  // ---- tags

  @Test
  void copiesReplaceTagsOnlyWhenSomeAreGiven() {
    server.answer(200, "<CopyObjectResult><ETag>\"e\"</ETag></CopyObjectResult>");
    store.copy(ID, ObjectId.of("bucket", "copy"), WriteOptions.NONE);
    assertThat(last().header("x-amz-tagging-directive")).isEmpty();
    assertThat(last().header("x-amz-metadata-directive")).isEmpty();
    store.copy(
        ID,
        ObjectId.of("bucket", "copy"),
        WriteOptions.NONE.with().tags(Map.of("b &", "2", "a", "")).build());
    assertThat(last().header("x-amz-tagging-directive")).contains("REPLACE");
    assertThat(last().header("x-amz-tagging")).contains("a=&b%20%26=2");
    store.copy(ID, ObjectId.of("bucket", "copy"), WriteOptions.NONE.with().tags(Map.of()).build());
    assertThat(last().header("x-amz-tagging-directive")).contains("REPLACE");
  }

  @Test
  void factsTellHowManyTagsThereAre() {
    server.answer(_ ->
        new Answer(
            200,
            Map.of(
                "ETag",
                "\"e\"",
                "x-amz-tagging-count",
                "2",
                "Last-Modified",
                "Thu, 01 Jan 2026 00:00:00 GMT"),
            "content"));
    assertThat(store.get(ID, Optional.empty(), Optional.empty()).facts().tags())
        .isEqualTo(OptionalInt.of(2));
  }

  // ---- checksums

  @Test
  void checksumsOfPartsAreToldFromThoseOfTheWhole() {
    for (String type : List.of("FULL_OBJECT", "COMPOSITE")) {
      server.answer(_ ->
          new Answer(
              200,
              Map.of(
                  "ETag",
                  "\"e-2\"",
                  "Content-Length",
                  "5",
                  "Last-Modified",
                  "Thu, 01 Jan 2026 00:00:00 GMT",
                  "x-amz-checksum-crc32c",
                  "y/Q5Jg==" + (type.equals("COMPOSITE") ? "-2" : ""),
                  "x-amz-checksum-type",
                  type),
              ""));
      ObjectChecksum checksum = store.checksums().head(ID).checksum().orElseThrow();
      assertThat(checksum.ofWhole()).isEqualTo(type.equals("FULL_OBJECT"));
      assertThat(checksum.hex()).isEqualTo("cbf43926");
    }
    assertThat(last().header("x-amz-checksum-mode")).contains("ENABLED");
  }

  @Test
  void attributesTellSizePartsAndChecksums() {
    server.answer(
        200,
        """
        <GetObjectAttributesResponse>
          <ETag>abc-2</ETag><ObjectSize>15</ObjectSize>
          <Checksum><ChecksumCRC64NVME>rosUhgp5mIg=</ChecksumCRC64NVME><ChecksumType>FULL_OBJECT</ChecksumType></Checksum>
          <ObjectParts><PartsCount>2</PartsCount>
            <Part><PartNumber>1</PartNumber><Size>10</Size><ChecksumCRC64NVME>AAAAAAAAAAA=</ChecksumCRC64NVME></Part>
            <Part><PartNumber>2</PartNumber><Size>5</Size></Part>
          </ObjectParts>
        </GetObjectAttributesResponse>
        """);
    ObjectChecksums.Attributes attributes = store.checksums().attributes(ID);
    assertThat(attributes.size()).isEqualTo(15);
    assertThat(attributes.etag()).isEqualTo("abc-2");
    assertThat(attributes.checksums())
        .containsExactly(ObjectChecksum.ofWhole(ChecksumAlgorithm.CRC64NVME, "rosUhgp5mIg="));
    assertThat(attributes.partCount()).isEqualTo(OptionalInt.of(2));
    assertThat(attributes.parts())
        .extracting(ObjectChecksums.PartAttributes::size)
        .containsExactly(10L, 5L);
    assertThat(attributes.parts().getFirst().checksums()).hasSize(1);
  }

  @Test
  void uploadsInPartsSayTheirChecksumsFromBeginningToEnd() {
    server.answer(_ ->
        Answer.of(
            200,
            "<InitiateMultipartUploadResult><UploadId>up</UploadId></InitiateMultipartUploadResult>"));
    for (ChecksumAlgorithm algorithm :
        List.of(ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.SHA256)) {
      String upload =
          store.startMultipart(ID, WriteOptions.NONE.with().checksum(algorithm).build());
      assertThat(upload).isEqualTo("up");
      assertThat(last().header("x-amz-checksum-algorithm")).contains(algorithm.name());
      assertThat(last().header("x-amz-checksum-type"))
          .contains(algorithm.combines() ? "FULL_OBJECT" : "COMPOSITE");
    }
    ObjectChecksum checksum = ChecksumAlgorithm.CRC32C.of(new byte[] {'x'});
    server.answer(_ ->
        new Answer(200, Map.of("ETag", "\"p\"", "x-amz-checksum-crc32c", checksum.value()), ""));
    Part part =
        store.uploadPart(
            ID,
            "up",
            1,
            ObjectStoreContract.text("x"),
            Optional.of(new WantedChecksum(ChecksumAlgorithm.CRC32C, Optional.empty())));
    assertThat(last().header("x-amz-checksum-crc32c")).contains(checksum.value());
    assertThat(part.checksum()).contains(checksum);
    server.answer(
        200,
        "<CompleteMultipartUploadResult><ETag>\"w-1\"</ETag><ChecksumCRC32C>%s</ChecksumCRC32C></CompleteMultipartUploadResult>"
            .formatted(checksum.value()));
    assertThat(store.completeMultipart(ID, "up", List.of(part)).checksum()).contains(checksum);
    assertThat(last().body())
        .contains("<PartNumber>1</PartNumber>")
        .contains("<ChecksumCRC32C>" + checksum.value() + "</ChecksumCRC32C>");
  }
}

package io.windlass.server.synapse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.windlass.foundation.Ids;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectId;
import io.windlass.server.synapse.Scene.Bucket;
import io.windlass.server.synapse.Scene.Person;
import io.windlass.server.synapse.Scene.Store;
import io.windlass.server.synapse.Wire.Reply;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The published ways to bring data into a folder with keys, and to another location. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class MigrationReplayTest {
  private static final Pattern ETAG = Pattern.compile("<ETag>(.*?)</ETag>");
  private static final String FOLDERS_AND_FILES = "\"folder\",\"file\"";

  @Inject Scene scene;
  private Person alice;
  private Wire wire;
  private Calls calls;
  private String project;

  @BeforeEach
  void begin() {
    alice = scene.person("alice");
    wire = alice.wire();
    calls = new Calls(wire);
    project = calls.storeProject("project " + Ids.random(10));
  }

  /** A folder whose files lie at the base key of the bucket; answers the location. */
  private String locate(String folder, Bucket bucket, String baseKey, boolean sts) {
    bucket.ownedBy(alice, baseKey);
    String location =
        calls.storageLocation(bucket.name(), baseKey, sts).is(201).text("storageLocationId");
    calls.setStorageLocation(folder, location).is(201);
    return location;
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void anExistingBucketBecomesAFolderWithKeys(Store store) throws IOException {
    Bucket bucket = scene.bucket(store, alice, project);
    String folder = calls.storeFolder("sts", project);
    String location = locate(folder, bucket, "base", true);
    bucket.put("base/top.txt", "top");
    bucket.put("base/a/one.txt", "one");
    bucket.put("base/a/b/two.txt", "two");

    walk(bucket, "base/", folder, location);

    assertThat(calls.children(folder, FOLDERS_AND_FILES))
        .extracting(child -> child.path("name").asText())
        .containsExactly("a", "top.txt");
    String a = calls.find(folder, "a").is(200).text("id");
    String b = calls.find(a, "b").is(200).text("id");
    String two = calls.find(b, "two.txt").is(200).text("id");
    assertThat(calls.download(two)).isEqualTo("two".getBytes(UTF_8));
  }

  /** Flow A: page by page, each object to a handle and a file, each common prefix to folders. */
  private void walk(Bucket bucket, String prefix, String folder, String location)
      throws IOException {
    Listing listing =
        bucket
            .store()
            .list(
                new Listing.Request(
                    bucket.name(),
                    prefix,
                    Optional.of("/"),
                    Optional.empty(),
                    Optional.empty(),
                    1000));
    for (Listing.Entry object : listing.objects()) {
      String name = object.key().substring(object.key().lastIndexOf('/') + 1);
      if (!name.equals("owner.txt")) {
        String handle =
            calls
                .registerObject(location, bucket.name(), object.key(), read(bucket, object.key()))
                .is(200)
                .text("id");
        calls.createFile(name, folder, handle);
      }
    }
    for (String common : listing.commonPrefixes()) {
      String name = common.substring(prefix.length(), common.length() - 1);
      walk(bucket, common, calls.storeFolder(name, folder), location);
    }
  }

  private static byte[] read(Bucket bucket, String key) throws IOException {
    try (var content =
        bucket.store().get(ObjectId.of(bucket.name(), key), Optional.empty(), Optional.empty())) {
      return content.stream().readAllBytes();
    }
  }

  @ParameterizedTest
  @CsvSource({"EMBEDDED, CEPH", "CEPH, EMBEDDED"})
  void aProjectWithSeveralBucketsMovesIntoAFolderWithKeys(Store from, Store to) {
    String source = calls.storeFolder("source", project);
    String inner = calls.storeFolder("inner", source);
    locate(inner, scene.bucket(from, alice, project), "", false);
    calls.storeFile("managed.txt", source, "managed".getBytes(UTF_8));
    calls.storeFile("external.txt", inner, "external".getBytes(UTF_8));
    String target = calls.storeFolder("target", project);
    String location = locate(target, scene.bucket(to, alice, project), "base", true);

    copy(source, target, location);

    String innerCopy = calls.find(target, "inner").is(200).text("id");
    String external = calls.find(innerCopy, "external.txt").is(200).text("id");
    assertThat(calls.download(external)).isEqualTo("external".getBytes(UTF_8));
    JsonNode handle = calls.bundle(external).path("fileHandles").get(0);
    assertThat(handle.path("storageLocationId").asText()).isEqualTo(location);
    assertThat(handle.path("key").asText()).startsWith("base/" + alice.id() + "/");
  }

  /** Flow B: children, each file by its handle's URL and a new upload. */
  private void copy(String source, String target, String location) {
    for (JsonNode child : calls.children(source, FOLDERS_AND_FILES)) {
      String id = child.path("id").asText();
      String name = child.path("name").asText();
      if (child.path("type").asText().endsWith("Folder")) {
        copy(id, calls.storeFolder(name, target), location);
      } else {
        String handle = wire.get("/repo/v1/entity/" + id).is(200).text("dataFileHandleId");
        String url = wire.get("/file/v1/fileHandle/" + handle + "/url?redirect=false").body();
        calls.createFile(name, target, calls.upload(name, Wire.bytes(url), location));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void filesMoveInPlaceToAnotherLocationOfTheSameStore(Store store) {
    byte[] content = "stays the same".getBytes(UTF_8);
    String folder = calls.storeFolder("data", project);
    Bucket bucket = scene.ownersBucket(store, alice, project);
    locate(folder, bucket, "old", false);
    String file = calls.storeFile("x.txt", folder, content);
    String other = calls.storeFolder("other", project);
    String destination = locate(other, bucket, "new", false);

    wire.get("/repo/v1/storageLocation/" + destination).is(200);
    String old = calls.bundle(file).path("entity").path("dataFileHandleId").asText();
    String copy = copyHandle(old, file, destination);
    wire.put(
            "/repo/v1/entity/" + file + "/version/1/filehandle",
            "{\"oldFileHandleId\":\"%s\",\"newFileHandleId\":\"%s\"}".formatted(old, copy))
        .isEmpty(200);

    JsonNode handle = calls.bundle(file).path("fileHandles").get(0);
    assertThat(handle.path("id").asText()).isEqualTo(copy);
    assertThat(handle.path("storageLocationId").asText()).isEqualTo(destination);
    assertThat(handle.path("key").asText()).startsWith("new/");
    assertThat(handle.path("contentMd5").asText()).isEqualTo(Calls.md5(content));
    assertThat(calls.download(file)).isEqualTo(content);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void aCopyIntoAFolderWithKeysDoesNotFitAFileElsewhere(Store store) {
    byte[] content = "x".getBytes(UTF_8);
    String folder = calls.storeFolder("data", project);
    Bucket bucket = scene.ownersBucket(store, alice, project);
    locate(folder, bucket, "old", false);
    String file = calls.storeFile("x.txt", folder, content);
    String sts = calls.storeFolder("sts", project);
    String destination = locate(sts, bucket, "new", true);
    String old = calls.bundle(file).path("entity").path("dataFileHandleId").asText();

    String copy = copyHandle(old, file, destination);

    wire.put(
            "/repo/v1/entity/" + file + "/version/1/filehandle",
            "{\"oldFileHandleId\":\"%s\",\"newFileHandleId\":\"%s\"}".formatted(old, copy))
        .fails(400, "sts_file_location");
  }

  /** Flow C: a multipart copy, its parts signed and sent to the store without a body. */
  private String copyHandle(String handle, String file, String destination) {
    Reply start = startCopy(wire, handle, file, destination).is(201);
    String upload = start.text("uploadId");
    assertThat(start.text("partsState")).isEqualTo("0");
    JsonNode signed = calls.sign(upload, 1);
    var request =
        Wire.toStore(signed.path("uploadPresignedUrl").asText()).PUT(BodyPublishers.noBody());
    signed
        .path("signedHeaders")
        .properties()
        .forEach(header -> request.header(header.getKey(), header.getValue().asText()));
    Reply copied = Wire.exchange(request.build());
    assertThat(copied.status()).as(copied.body()).isEqualTo(200);
    Matcher etag = ETAG.matcher(copied.body());
    assertThat(etag.find()).as(copied.body()).isTrue();
    String digest = etag.group(1).replace("&quot;", "").replace("\"", "");
    Reply added =
        wire.put("/file/v1/file/multipart/" + upload + "/add/1?partMD5Hex=" + digest).is(201);
    assertThat(added.text("addPartState")).as(added.body()).isEqualTo("ADD_SUCCESS");
    return wire.put("/file/v1/file/multipart/" + upload + "/complete")
        .is(201)
        .text("resultFileHandleId");
  }

  private static Reply startCopy(Wire wire, String handle, String file, String destination) {
    return wire.post(
        "/file/v1/file/multipart?forceRestart=false",
        """
        {"concreteType":"org.sagebionetworks.repo.model.file.MultipartUploadCopyRequest",
         "sourceFileHandleAssociation":{"fileHandleId":"%s","associateObjectId":"%s",
           "associateObjectType":"FileEntity"},
         "storageLocationId":"%s","partSizeBytes":104857600,"fileName":null,
         "generatePreview":false}
        """
            .formatted(handle, file, destination));
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void onlyWhoMayDownloadTheSourceAndOwnsTheTargetCopies(Store store) {
    String folder = calls.storeFolder("data", project);
    Bucket bucket = scene.ownersBucket(store, alice, project);
    String location = locate(folder, bucket, "old", false);
    String file = calls.storeFile("x.txt", folder, "x".getBytes(UTF_8));
    String handle = calls.bundle(file).path("entity").path("dataFileHandleId").asText();
    Wire bob = scene.person("bob").wire();

    startCopy(bob, handle, file, location).is(403);
    startCopy(wire, handle, file, location).is(400);
  }
}

package io.windlass.server.synapse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.windlass.foundation.Ids;
import io.windlass.server.synapse.Scene.Bucket;
import io.windlass.server.synapse.Scene.Person;
import io.windlass.server.synapse.Scene.Store;
import io.windlass.server.synapse.Wire.Reply;
import jakarta.inject.Inject;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** File handles, multipart upload and copy, downloads, versions. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class FileReplayTest {
  @Inject Scene scene;
  private Person alice;
  private Wire wire;
  private Calls calls;
  private String project;
  private String folder;

  @BeforeEach
  void begin() {
    alice = scene.person("alice");
    wire = alice.wire();
    calls = new Calls(wire);
    project = calls.storeProject("project " + Ids.random(10));
    folder = calls.storeFolder("data", project);
  }

  /** Uploads to the folder go to the store from now on; answers the location. */
  private String use(Store store) {
    Bucket bucket = scene.bucket(store, alice, project).ownedBy(alice, "base");
    String location =
        calls.storageLocation(bucket.name(), "base", false).is(201).text("storageLocationId");
    calls.setStorageLocation(folder, location).is(201);
    return location;
  }

  private static byte[] bytes(int count) {
    byte[] content = new byte[count];
    new Random(7).nextBytes(content);
    return content;
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void aSmallFileGoesUpAndComesDown(Store store) {
    use(store);
    byte[] content = "hello\n".getBytes(UTF_8);

    String file = calls.storeFile("hello.txt", folder, content);

    assertThat(calls.download(file)).isEqualTo(content);
    JsonNode bundle = calls.bundle(file);
    JsonNode handle = bundle.path("fileHandles").get(0);
    assertThat(bundle.path("entityType").asText()).isEqualTo("file");
    assertThat(handle.path("id").asText())
        .isEqualTo(bundle.path("entity").path("dataFileHandleId").asText());
    assertThat(handle.path("key").asText()).matches("base/" + alice.id() + "/[^/]+/hello.txt");
    assertThat(handle.path("contentMd5").asText()).isEqualTo(Calls.md5(content));
    assertThat(bundle.path("entity").path("versionNumber").isNumber()).isTrue();
    assertThat(bundle.path("entity").path("versionLabel").asText()).isEqualTo("1");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void aFileOfSeveralPartsGoesUpPartByPartAndComesDownByRanges(Store store) {
    use(store);
    byte[] content = bytes(Calls.PART + 1000);

    String file = calls.storeFile("big.bin", folder, content);

    String handle = calls.bundle(file).path("entity").path("dataFileHandleId").asText();
    JsonNode result = calls.batch(handle, file).is(201).json().path("requestedFiles").get(0);
    String url = result.path("preSignedURL").asText();
    assertThat(url).containsPattern("X-Amz-Date=\\d{8}T\\d{6}Z").contains("X-Amz-Expires=");
    Reply range = Wire.exchange(Wire.toStore(url).header("Range", "bytes=0-9").GET().build());
    assertThat(range.status()).isEqualTo(206);
    assertThat(calls.download(file)).isEqualTo(content);
  }

  @Test
  void anInterruptedUploadGoesOnWhereItWas() {
    byte[] content = bytes(Calls.PART + 10);
    String body =
        """
        {"contentMD5Hex":"%s","contentType":"text/plain","fileName":"x","fileSizeBytes":%d,
         "partSizeBytes":"%d","storageLocationId":null}
        """
            .formatted(Calls.md5(content), content.length, Calls.PART);
    String upload = wire.post("/file/v1/file/multipart", body).is(201).text("uploadId");
    calls.sendPart(upload, 1, Calls.parts(content).get(0));

    Reply again = wire.post("/file/v1/file/multipart?forceRestart=false", body).is(201);

    assertThat(again.text("uploadId")).isEqualTo(upload);
    assertThat(again.text("partsState")).isEqualTo("10");
    assertThat(again.text("state")).isEqualTo("UPLOADING");
    wire.put("/file/v1/file/multipart/" + upload + "/complete").is(400);
    calls.sendPart(upload, 2, Calls.parts(content).get(1));
    String done =
        wire.put("/file/v1/file/multipart/" + upload + "/complete")
            .is(201)
            .text("resultFileHandleId");
    assertThat(
            wire.put("/file/v1/file/multipart/" + upload + "/complete")
                .is(201)
                .text("resultFileHandleId"))
        .isEqualTo(done);
    Reply finished = wire.post("/file/v1/file/multipart", body).is(201);
    assertThat(finished.text("state")).isEqualTo("COMPLETED");
    assertThat(finished.text("resultFileHandleId")).isEqualTo(done);
    assertThat(
            wire.post("/file/v1/file/multipart?forceRestart=true", body).is(201).text("uploadId"))
        .isNotEqualTo(upload);
  }

  @Test
  void aPartWithAnotherDigestIsAnAnswerAndNotAnError() {
    byte[] content = "hello".getBytes(UTF_8);
    String upload = start(content, content.length);
    assertThat(Wire.exchange(Calls.request(calls.sign(upload, 1), content)).status())
        .isEqualTo(200);

    Reply failed =
        wire.put(
                "/file/v1/file/multipart/%s/add/1?partMD5Hex=%s"
                    .formatted(upload, Calls.md5("other".getBytes(UTF_8))))
            .is(201);

    assertThat(failed.text("addPartState")).isEqualTo("ADD_FAILED");
    assertThat(failed.text("errorMessage")).isNotBlank();
    wire.put("/file/v1/file/multipart/" + upload + "/complete").is(400);
    wire.put("/file/v1/file/multipart/" + upload + "/add/1").fails(400, "field_missing");
  }

  private String start(byte[] content, long size) {
    return startReply(content, size, 1, "null").is(201).text("uploadId");
  }

  private Reply startReply(byte[] content, long size, int parts, String location) {
    return wire.post(
        "/file/v1/file/multipart",
        """
        {"contentMD5Hex":"%s","fileName":"x","fileSizeBytes":%d,"partSizeBytes":%d,
         "storageLocationId":%s}
        """
            .formatted(Calls.md5(content), size, parts * 5L * 1024 * 1024, location));
  }

  @Test
  void uploadsOutOfRangeAndOfOthersAreRefused() {
    byte[] content = "hello".getBytes(UTF_8);

    startReply(content, 0, 1, "null").is(400);
    startReply(content, 6L << 40, 1000, "null").is(400);
    startReply(content, 1L << 40, 1, "null").is(400);
    Wire bob = scene.person("bob").wire();
    bob.put("/file/v1/file/multipart/" + start(content, 5) + "/complete").is(403);
    wire.put("/file/v1/file/multipart/upl_none/complete").is(404);
  }

  @Test
  void nobodyUploadsToALocationThatIsNotTheirs() {
    String location = use(Store.EMBEDDED);
    byte[] content = "hello".getBytes(UTF_8);

    Reply refused =
        scene
            .person("bob")
            .wire()
            .post(
                "/file/v1/file/multipart",
                """
                {"contentMD5Hex":"%s","fileName":"x","fileSizeBytes":5,"partSizeBytes":5242880,
                 "storageLocationId":%s}
                """
                    .formatted(Calls.md5(content), location));

    refused.is(403);
  }

  @Test
  void batchesTakeNumbersAndFailFileByFile() {
    String file = calls.storeFile("a.txt", folder, "a".getBytes(UTF_8));
    String other = calls.storeFile("b.txt", folder, "b".getBytes(UTF_8));
    String handle = calls.bundle(file).path("entity").path("dataFileHandleId").asText();
    String otherHandle = calls.bundle(other).path("entity").path("dataFileHandleId").asText();

    JsonNode results =
        wire.post(
                "/file/v1/fileHandle/batch",
                """
                {"includeFileHandles":true,"includePreSignedURLs":true,
                 "includePreviewPreSignedURLs":false,"requestedFiles":[
                  {"fileHandleId":%s,"associateObjectId":"%s","associateObjectType":"FileEntity"},
                  {"fileHandleId":"%s","associateObjectId":"%s","associateObjectType":"FileEntity"},
                  {"fileHandleId":"999999999","associateObjectId":"%s",
                   "associateObjectType":"FileEntity"}]}
                """
                    .formatted(handle, file, otherHandle, file, file))
            .is(201)
            .json()
            .path("requestedFiles");

    assertThat(results).hasSize(3);
    assertThat(results.get(0).path("fileHandleId").isTextual()).isTrue();
    assertThat(results.get(0).path("preSignedURL").asText()).startsWith("http");
    assertThat(results.get(0).has("failureCode")).isFalse();
    assertThat(results.get(1).path("failureCode").asText()).isEqualTo("UNAUTHORIZED");
    assertThat(results.get(1).has("preSignedURL")).isFalse();
    assertThat(results.get(2).path("failureCode").asText()).isEqualTo("NOT_FOUND");
    wire.post("/file/v1/fileHandle/batch", "{\"requestedFiles\":[]}").is(400);
    JsonNode strangers =
        new Calls(scene.person("bob").wire())
            .batch(handle, file)
            .is(201)
            .json()
            .path("requestedFiles")
            .get(0);
    assertThat(strangers.path("failureCode").asText()).isEqualTo("UNAUTHORIZED");
  }

  @Test
  void handlesBelongToWhoMadeThem() {
    String file = calls.storeFile("a.txt", folder, "a".getBytes(UTF_8));
    String handle = calls.bundle(file).path("entity").path("dataFileHandleId").asText();
    Wire bob = scene.person("bob").wire();

    bob.get("/file/v1/fileHandle/" + handle).is(403);
    bob.get("/file/v1/fileHandle/" + handle + "/url?redirect=false").is(403);
    bob.delete("/file/v1/fileHandle/" + handle).is(403);
    wire.get("/file/v1/fileHandle/999999999").is(404);
    wire.delete("/file/v1/fileHandle/" + handle).is(409);
    String bobs = new Calls(bob).storeProject("project " + Ids.random(10));
    new Calls(bob).createFileReply("a.txt", bobs, handle).is(403);
    String unused = calls.upload("c.txt", "c".getBytes(UTF_8), "1");
    wire.delete("/file/v1/fileHandle/" + unused).isEmpty(200);
    wire.get("/file/v1/fileHandle/" + unused).is(404);
  }

  @Test
  void theContentIsReachedByEveryAddressOfTheFile() {
    byte[] content = "a".getBytes(UTF_8);
    String file = calls.storeFile("a.txt", folder, content);
    String handle = calls.bundle(file).path("entity").path("dataFileHandleId").asText();

    for (String address :
        new String[] {
          "/file/v1/fileHandle/" + handle + "/url?",
          "/file/v1/file/" + handle + "?fileAssociateType=FileEntity&fileAssociateId=" + file + "&",
          "/repo/v1/entity/" + file + "/file?",
          "/repo/v1/entity/" + file + "/version/1/file?"
        }) {
      Reply redirect = wire.get(address);
      Reply text = wire.get(address + "redirect=false").is(200);
      assertThat(redirect.status()).as(address).isEqualTo(307);
      assertThat(Wire.bytes(redirect.header("Location"))).isEqualTo(content);
      assertThat(text.header("Content-Type")).startsWith("text/plain");
      assertThat(Wire.bytes(text.body())).isEqualTo(content);
    }
  }

  @Test
  void aNewVersionIsMadeOnRequestAndByNewContent() {
    String file = calls.storeFile("a.txt", folder, "a".getBytes(UTF_8));
    JsonNode first = calls.bundle(file).path("entity");

    JsonNode second =
        wire.put("/repo/v1/entity/" + file + "?newVersion=true", withLabel(first, "2").toString())
            .is(200)
            .json();
    String handle = calls.upload("a.txt", "other".getBytes(UTF_8), "1");
    JsonNode third =
        wire.put(
                "/repo/v1/entity/" + file,
                """
                {"concreteType":"%sFileEntity","id":"%s","etag":"%s","name":"a.txt",
                 "parentId":"%s","dataFileHandleId":"%s"}
                """
                    .formatted(Calls.MODEL, file, second.path("etag").asText(), folder, handle))
            .is(200)
            .json();

    assertThat(second.path("versionNumber").asLong()).isEqualTo(2);
    assertThat(third.path("versionNumber").asLong()).isEqualTo(3);
    JsonNode versions =
        wire.get("/repo/v1/entity/" + file + "/version?limit=2&offset=0").is(200).json();
    assertThat(versions.path("results")).hasSize(2);
    assertThat(versions.path("results").get(0).path("versionNumber").asLong()).isEqualTo(3);
    assertThat(versions.path("results").get(0).path("isLatestVersion").asBoolean()).isTrue();
    assertThat(
            wire.get("/repo/v1/entity/" + file + "/version?limit=2&offset=4")
                .is(200)
                .json()
                .path("results"))
        .isEmpty();
    JsonNode old =
        wire.post("/repo/v1/entity/" + file + "/version/1/bundle2", "{\"includeEntity\":true}")
            .is(200)
            .json();
    assertThat(old.path("entity").path("dataFileHandleId"))
        .isEqualTo(first.path("dataFileHandleId"));
    assertThat(old.path("entity").path("isLatestVersion").asBoolean()).isFalse();
    wire.get("/repo/v1/entity/" + file + "/version/1/generatedBy").is(404);
    wire.delete("/repo/v1/entity/" + file + "/version/2").isEmpty(204);
    wire.get("/repo/v1/entity/" + file + "/version/2").is(404);
  }

  private static JsonNode withLabel(JsonNode entity, String label) {
    return ((com.fasterxml.jackson.databind.node.ObjectNode) entity.deepCopy())
        .put("versionLabel", label);
  }

  @Test
  void aFileHandleIsSwappedForAnotherOfTheSameContentOnly() {
    byte[] content = "same".getBytes(UTF_8);
    String file = calls.storeFile("a.txt", folder, content);
    String old = calls.bundle(file).path("entity").path("dataFileHandleId").asText();
    String same = calls.upload("copy.txt", content, "1");
    String other = calls.upload("other.txt", "other".getBytes(UTF_8), "1");
    String path = "/repo/v1/entity/" + file + "/version/1/filehandle";

    wire.put(path, swap("999999999", same)).is(412);
    wire.put(path, swap(old, other)).is(412);
    wire.put(path, "{}").fails(400, "file_handle_missing");
    wire.put(path, swap(old, same)).isEmpty(200);

    assertThat(calls.bundle(file).path("entity").path("dataFileHandleId").asText()).isEqualTo(same);
    assertThat(calls.bundle(file).path("entity").path("versionNumber").asLong()).isEqualTo(1);
  }

  private static String swap(String old, String now) {
    return "{\"oldFileHandleId\":\"%s\",\"newFileHandleId\":\"%s\"}".formatted(old, now);
  }

  @Test
  void aHandleIsCopiedForWhoMayDownloadTheFile() {
    String file = calls.storeFile("a.txt", folder, "a".getBytes(UTF_8));
    String handle = calls.bundle(file).path("entity").path("dataFileHandleId").asText();
    String body =
        """
        {"copyRequests":[{"originalFile":{"fileHandleId":"%s","associateObjectId":"%s",
          "associateObjectType":"FileEntity"},"newFileName":"b.txt","newContentType":"text/x"}]}
        """
            .formatted(handle, file);

    JsonNode copy =
        wire.post("/file/v1/filehandles/copy", body).is(201).json().path("copyResults").get(0);
    JsonNode refused =
        scene
            .person("bob")
            .wire()
            .post("/file/v1/filehandles/copy", body)
            .is(201)
            .json()
            .path("copyResults")
            .get(0);

    assertThat(copy.path("originalFileHandleId").asText()).isEqualTo(handle);
    assertThat(copy.path("newFileHandle").path("fileName").asText()).isEqualTo("b.txt");
    assertThat(copy.path("newFileHandle").path("contentType").asText()).isEqualTo("text/x");
    assertThat(copy.path("newFileHandle").path("id").asText()).isNotEqualTo(handle);
    assertThat(refused.path("failureCode").asText()).isEqualTo("UNAUTHORIZED");
    assertThat(refused.has("newFileHandle")).isFalse();
  }
}

package io.windlass.server.synapse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.server.synapse.Wire.Reply;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The client's functions, each as the requests it makes, in their order. */
final class Calls {
  static final String MODEL = "org.sagebionetworks.repo.model.";
  static final int PART = 8 * 1024 * 1024;

  private final Wire wire;

  Calls(Wire wire) {
    this.wire = wire;
  }

  /** {@code syn.store(Project(name))}; answers the id. */
  String storeProject(String name) {
    return store("Project", name, "null");
  }

  /** {@code syn.store(Folder(name, parent))}. */
  String storeFolder(String name, String parent) {
    return store("Folder", name, "\"" + parent + "\"");
  }

  private String store(String type, String name, String parent) {
    String id =
        wire.post(
                "/repo/v1/entity?",
                """
                {"concreteType":"%s","name":"%s","parentId":%s,"versionComment":null}
                """
                    .formatted(MODEL + type, name, parent))
            .is(201)
            .text("id");
    assertThat(bundle(id).path("entity").path("name").asText()).isEqualTo(name);
    return id;
  }

  /** {@code syn.get(id, downloadFile=False)}. */
  JsonNode bundle(String id) {
    return bundleReply(id).is(200).json();
  }

  Reply bundleReply(String id) {
    return wire.post(
        "/repo/v1/entity/" + id + "/bundle2",
        """
        {"includeEntity":true,"includeAnnotations":true,"includeFileHandles":true,
         "includeRestrictionInformation":true}
        """);
  }

  /** {@code syn.store(File(path, parent))}. */
  String storeFile(String name, String parent, byte[] content) {
    wire.post("/repo/v1/entity/child", child(parent, name)).is(404);
    JsonNode destination =
        wire.get("/file/v1/entity/" + parent + "/uploadDestination").is(200).json();
    String handle = upload(name, content, destination.path("storageLocationId").asText());
    wire.get("/file/v1/fileHandle/" + handle).is(200);
    return createFile(name, parent, handle);
  }

  /** {@code syn.store(File(parentId, dataFileHandleId, name))}. */
  String createFile(String name, String parent, String handle) {
    String id = createFileReply(name, parent, handle).is(201).text("id");
    bundle(id);
    return id;
  }

  Reply createFileReply(String name, String parent, String handle) {
    return wire.post(
        "/repo/v1/entity?",
        """
        {"concreteType":"%sFileEntity","name":"%s","parentId":"%s","dataFileHandleId":"%s",
         "versionComment":null}
        """
            .formatted(MODEL, name, parent, handle));
  }

  /** Multipart upload; answers the id of the file handle. */
  String upload(String name, byte[] content, String location) {
    Reply start =
        wire.post(
                "/file/v1/file/multipart?forceRestart=false",
                """
                {"concreteType":"%sfile.MultipartUploadRequest","contentMD5Hex":"%s",
                 "contentType":"application/octet-stream","fileName":"%s","fileSizeBytes":%d,
                 "generatePreview":true,"partSizeBytes":%d,"storageLocationId":%s}
                """
                    .formatted(MODEL, md5(content), name, content.length, PART, location))
            .is(201);
    String upload = start.text("uploadId");
    List<byte[]> parts = parts(content);
    assertThat(start.text("partsState")).hasSize(parts.size());
    for (int number = 1; number <= parts.size(); number++) {
      sendPart(upload, number, parts.get(number - 1));
    }
    Reply done = wire.put("/file/v1/file/multipart/" + upload + "/complete").is(201);
    assertThat(done.text("state")).isEqualTo("COMPLETED");
    return done.text("resultFileHandleId");
  }

  void sendPart(String upload, int number, byte[] part) {
    JsonNode signed = sign(upload, number);
    assertThat(Wire.exchange(request(signed, part)).status()).isEqualTo(200);
    Reply added =
        wire.put(
                "/file/v1/file/multipart/" + upload + "/add/" + number + "?partMD5Hex=" + md5(part))
            .is(201);
    assertThat(added.text("addPartState")).as(added.body()).isEqualTo("ADD_SUCCESS");
  }

  JsonNode sign(String upload, int number) {
    return wire.post(
            "/file/v1/file/multipart/" + upload + "/presigned/url/batch",
            "{\"uploadId\":\"" + upload + "\",\"partNumbers\":[" + number + "]}")
        .is(201)
        .json()
        .path("partPresignedUrls")
        .get(0);
  }

  static HttpRequest request(JsonNode signed, byte[] part) {
    HttpRequest.Builder request =
        Wire.toStore(signed.path("uploadPresignedUrl").asText())
            .PUT(BodyPublishers.ofByteArray(part));
    signed
        .path("signedHeaders")
        .properties()
        .forEach(header -> request.header(header.getKey(), header.getValue().asText()));
    return request.build();
  }

  static List<byte[]> parts(byte[] content) {
    List<byte[]> parts = new ArrayList<>();
    for (int from = 0; from < content.length; from += PART) {
      parts.add(Arrays.copyOfRange(content, from, Math.min(content.length, from + PART)));
    }
    return parts;
  }

  /** {@code syn.get(id)}: what the file holds. */
  byte[] download(String id) {
    JsonNode entity = bundle(id).path("entity");
    String handle = entity.path("dataFileHandleId").asText();
    JsonNode result = batch("\"" + handle + "\"", id).is(201).json().path("requestedFiles").get(0);
    String url = result.path("preSignedURL").asText();
    byte[] bytes = Wire.bytes(url);
    assertThat(md5(bytes)).isEqualTo(result.path("fileHandle").path("contentMd5").asText());
    return bytes;
  }

  /** The id may be a number or a text: the client sends both. */
  Reply batch(String handle, String entity) {
    return wire.post(
        "/file/v1/fileHandle/batch",
        """
        {"includeFileHandles":true,"includePreSignedURLs":true,"requestedFiles":[
          {"fileHandleId":%s,"associateObjectId":"%s","associateObjectType":"FileEntity"}]}
        """
            .formatted(handle, entity));
  }

  /** {@code syn.findEntityId(name, parent)}. */
  Reply find(String parent, String name) {
    return wire.post("/repo/v1/entity/child", child(parent, name));
  }

  private static String child(String parent, String name) {
    return "{\"parentId\":\"" + parent + "\",\"entityName\":\"" + name + "\"}";
  }

  /** {@code syn.getChildren(parent)}: all pages. */
  List<JsonNode> children(String parent, String types) {
    List<JsonNode> all = new ArrayList<>();
    String token = "null";
    while (true) {
      JsonNode page =
          wire.post(
                  "/repo/v1/entity/children",
                  """
                  {"parentId":"%s","includeTypes":[%s],"sortBy":"NAME","sortDirection":"ASC",
                   "nextPageToken":%s}
                  """
                      .formatted(parent, types, token))
              .is(200)
              .json();
      page.path("page").forEach(all::add);
      if (!page.has("nextPageToken")) {
        return all;
      }
      token = page.path("nextPageToken").toString();
    }
  }

  /** {@code POST /storageLocation} as the client words it. */
  Reply storageLocation(String bucket, String baseKey, boolean sts) {
    return wire.post(
        "/repo/v1/storageLocation",
        """
        {"concreteType":"%sproject.ExternalS3StorageLocationSetting","uploadType":"S3",
         "banner":null,"endpointUrl":"https://s3.amazonaws.com","bucket":"%s","baseKey":%s,
         "stsEnabled":%s}
        """
            .formatted(MODEL, bucket, baseKey.isEmpty() ? "null" : "\"" + baseKey + "\"", sts));
  }

  Reply managedStorageLocation(boolean sts) {
    return wire.post(
        "/repo/v1/storageLocation",
        """
        {"concreteType":"%sproject.S3StorageLocationSetting","uploadType":"S3","stsEnabled":%s}
        """
            .formatted(MODEL, sts));
  }

  /** {@code syn.setStorageLocation(entity, location)} on one without a setting. */
  Reply setStorageLocation(String entity, String location) {
    wire.get("/repo/v1/projectSettings/" + entity + "/type/upload").isEmpty(200);
    return wire.post("/repo/v1/projectSettings", setting(entity, location, ""));
  }

  static String setting(String entity, String locations, String more) {
    return """
    {"concreteType":"%sproject.UploadDestinationListSetting","settingsType":"upload",
     "locations":[%s],"projectId":"%s"%s}
    """
        .formatted(MODEL, locations, entity, more);
  }

  /** {@code syn.create_external_s3_file_handle(…)}; answers the reply of the registration. */
  Reply registerObject(String location, String bucket, String key, byte[] content) {
    return wire.post(
        "/file/v1/externalFileHandle/s3",
        """
        {"concreteType":"%sfile.S3FileHandle","key":"%s","bucketName":"%s",
         "storageLocationId":%s,"fileName":"%s","contentMd5":"%s","contentSize":%d,
         "contentType":"text/plain"}
        """
            .formatted(
                MODEL,
                key,
                bucket,
                location,
                key.substring(key.lastIndexOf('/') + 1),
                md5(content),
                content.length));
  }

  static String md5(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.windlass.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ContentApiTest extends ServerTest {
  private static final HttpClient STORE = HttpClient.newHttpClient();

  @Test
  void contentGoesToManagedStorageAndComesBack() throws Exception {
    String project = Running.name("content");
    admin().post("/api/v1/projects", "{\"name\": \"" + project + "\"}").expect(200);
    byte[] bytes = "some content".getBytes(UTF_8);
    String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));

    JsonNode upload =
        admin()
            .post(
                "/api/v1/uploads",
                "{\"path\": \"%s/a.txt\", \"size\": %d, \"md5\": \"%s\", \"newVersion\": false}"
                    .formatted(project, bytes.length, md5))
            .expect(200)
            .path("upload");
    String uploads = "/api/v1/uploads/" + upload.path("id").asText();
    JsonNode part =
        admin()
            .post(uploads + "/parts", "{\"parts\": [{\"number\": 1, \"md5\": \"" + md5 + "\"}]}")
            .expect(200)
            .at("/parts/0");
    put(part, bytes);
    admin().put(uploads + "/parts/1", "{\"md5\": \"" + md5 + "\"}").expect(204);
    JsonNode entry = admin().post(uploads + "/complete", null).expect(200);

    assertThat(entry.path("path").asText()).isEqualTo(project + "/a.txt");
    JsonNode download =
        admin()
            .post("/api/v1/entries/" + entry.path("id").asLong() + "/download", null)
            .expect(200);
    assertThat(download.path("md5").asText()).isEqualTo(md5);
    assertThat(
            STORE
                .send(
                    HttpRequest.newBuilder(URI.create(download.path("url").asText())).build(),
                    BodyHandlers.ofByteArray())
                .body())
        .isEqualTo(bytes);
  }

  @Test
  void aSmallFileIsSentInThreeRequestsAndNotAgain() throws Exception {
    String project = Running.name("small");
    admin().post("/api/v1/projects", "{\"name\": \"" + project + "\"}").expect(200);
    byte[] bytes = "a few bytes".getBytes(UTF_8);
    String start =
        "{\"path\": \"%s/a.txt\", \"size\": %d, \"md5\": \"%s\", \"newVersion\": true}"
            .formatted(
                project,
                bytes.length,
                HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes)));

    JsonNode started = admin().post("/api/v1/uploads", start).expect(200);
    String complete = "/api/v1/uploads/" + started.path("upload").path("id").asText() + "/complete";
    assertThat(admin().post(complete, null).problem()).isEqualTo("400 parts_missing");
    put(started.path("put"), bytes);
    JsonNode entry = admin().post(complete, null).expect(200);

    assertThat(entry.at("/version/file/size").asInt()).isEqualTo(bytes.length);
    JsonNode again = admin().post("/api/v1/uploads", start).expect(200);
    assertThat(again.at("/unchanged/id").asLong()).isEqualTo(entry.path("id").asLong());
    assertThat(again.has("upload")).isFalse();
  }

  @Test
  void manyFilesAreBegunAndCompletedInTwoRequestsAndAnsweredOneByOne() throws Exception {
    String project = Running.name("many");
    admin().post("/api/v1/projects", "{\"name\": \"" + project + "\"}").expect(200);
    byte[] bytes = "some bytes".getBytes(UTF_8);
    String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    String wanted =
        Stream.of(project + "/a", "nowhere-" + project + "/b", project + "/c", project)
            .map(path ->
                "{\"path\": \"%s\", \"size\": %d, \"md5\": \"%s\", \"newVersion\": true}"
                    .formatted(path, bytes.length, md5))
            .collect(Collectors.joining(",", "{\"uploads\": [", "]}"));

    JsonNode begun = admin().post("/api/v1/uploads/batch", wanted).expect(200).path("results");

    assertThat(begun).hasSize(4);
    assertThat(begun.at("/1/problem/code").asText()).isEqualTo("entry_not_found");
    assertThat(begun.at("/3/problem/code").asText()).isEqualTo("place_missing");
    put(begun.at("/0/value/put"), bytes);
    String sent =
        "{\"uploads\": [{\"id\": \"%s\"}, {\"id\": \"%s\"}]}"
            .formatted(
                begun.at("/0/value/upload/id").asText(), begun.at("/2/value/upload/id").asText());
    JsonNode done =
        admin().post("/api/v1/uploads/batch/complete", sent).expect(200).path("results");
    assertThat(done.at("/0/value/path").asText()).isEqualTo(project + "/a");
    assertThat(done.at("/0/value/version/file/md5").asText()).isEqualTo(md5);
    assertThat(done.at("/1/problem/code").asText()).isEqualTo("parts_missing");
    long file = done.at("/0/value/id").asLong();
    JsonNode addresses =
        admin()
            .post(
                "/api/v1/downloads/batch",
                "{\"downloads\": [{\"entryId\": %d}, {\"entryId\": 0}, {\"entryId\": %d, \"version\": 1}]}"
                    .formatted(file, file))
            .expect(200)
            .path("results");
    assertThat(addresses.at("/0/value/md5").asText()).isEqualTo(md5);
    assertThat(addresses.at("/1/problem/code").asText()).isEqualTo("entry_not_found");
    assertThat(addresses.at("/2/value/fileName").asText()).isEqualTo("a");
    assertThat(admin().post("/api/v1/downloads/batch", null).problem())
        .isEqualTo("400 body_missing");
    JsonNode again = admin().post("/api/v1/uploads/batch", wanted).expect(200).path("results");
    assertThat(again.at("/0/value/unchanged/path").asText()).isEqualTo(project + "/a");
    assertThat(admin().post("/api/v1/uploads/batch", null).problem()).isEqualTo("400 body_missing");
  }

  private long folderWithTemporaryKeys() {
    String project = Running.name("keys");
    admin().post("/api/v1/projects", "{\"name\": \"" + project + "\"}").expect(200);
    long folder =
        admin()
            .post("/api/v1/folders", "{\"path\": \"" + project + "/f\", \"parents\": false}")
            .expect(200)
            .path("id")
            .asLong();
    long location =
        admin()
            .post("/api/v1/locations", "{\"kind\": \"managed\", \"sts\": true}")
            .expect(200)
            .path("id")
            .asLong();
    admin()
        .put("/api/v1/entries/" + folder + "/location", "{\"locationId\": " + location + "}")
        .expect(200);
    return folder;
  }

  @Test
  void aRepeatedRequestForKeysGetsKeysOfItsOwnAndIsRecorded() {
    String route = "/api/v1/entries/" + folderWithTemporaryKeys() + "/credentials";
    String body = "{\"permission\": \"read_only\"}";

    JsonNode first = admin().post(route, body, "Idempotency-Key", "vend-1").expect(200);
    Http.Answer again = admin().post(route, body, "Idempotency-Key", "vend-1");

    JsonNode second = again.expect(200);
    assertThat(second.path("id").asText()).isNotEqualTo(first.path("id").asText());
    assertThat(second.path("secretAccessKey").asText())
        .isNotEqualTo(first.path("secretAccessKey").asText());
    assertThat(admin().get("/api/v1/credentials?active=true").body())
        .contains(first.path("id").asText(), second.path("id").asText());
  }

  @Test
  void keysForAManagedFolderAreIssuedListedAndRevoked() {
    long folder = folderWithTemporaryKeys();

    JsonNode keys =
        admin()
            .post("/api/v1/entries/" + folder + "/credentials", "{\"permission\": \"read_only\"}")
            .expect(200);

    assertThat(keys.path("sessionToken").asText()).isNotEmpty();
    assertThat(keys.path("prefix").asText()).endsWith("/");
    String list = admin().get("/api/v1/credentials").body();
    assertThat(list)
        .contains(keys.path("id").asText())
        .doesNotContain(keys.path("secretAccessKey").asText());
    admin().delete("/api/v1/credentials/" + keys.path("id").asText()).expect(200);
    assertThat(admin().get("/api/v1/credentials?active=true").body())
        .doesNotContain(keys.path("id").asText());
    assertThat(
            admin()
                .post(
                    "/api/v1/entries/" + folder + "/credentials",
                    "{\"permission\": \"read_write\"}")
                .problem())
        .isEqualTo("400 managed_is_read_only");
  }

  @Test
  void theEmbeddedStoreIsNamedToThoseWhoMakeKeysForIt() {
    JsonNode keys = admin().post("/api/v1/aws-keys", "{\"name\": \"mine\"}").expect(200);

    assertThat(keys.path("endpoint").asText()).startsWith("http://127.0.0.1:");
    assertThat(admin().get("/api/v1/aws-keys").body())
        .contains(keys.path("accessKeyId").asText())
        .doesNotContain(keys.path("secretAccessKey").asText());
  }

  private static void put(JsonNode part, byte[] bytes) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(part.path("url").asText()))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes));
    part.path("headers")
        .properties()
        .forEach(header -> request.header(header.getKey(), header.getValue().asText()));
    assertThat(STORE.send(request.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }
}

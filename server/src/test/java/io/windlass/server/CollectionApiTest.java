package io.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.windlass.connection.Connections;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Collections over HTTP: who may see and change them, how they are named, what is in them. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class CollectionApiTest extends ServerTest {
  private static final String PATH = "/api/v1/collections";
  private static final HttpClient STORE = HttpClient.newHttpClient();

  @Inject Connections connections;

  private TransferScene scene;
  private Http reader;
  private Http editor;
  private Http stranger;

  @BeforeEach
  void people() {
    scene = new TransferScene(this::admin, connections);
    reader = member(scene.project, "reader");
    editor = member(scene.project, "editor");
    stranger = user(Running.name("stranger"));
  }

  private String of(String collection, String rest) {
    return PATH + "/" + collection + rest;
  }

  private String entries(String query) {
    return of(scene.buckets, "/entries?path=/" + scene.bucket + "/" + query);
  }

  private List<String> names(Http who, String path) {
    return who.get(path).expect(200).path("items").findValuesAsText("name");
  }

  @Test
  void everyConnectionAndFileSystemIsACollectionOfItsProject() {
    assertThat(names(reader, PATH + "?project=" + scene.project))
        .containsExactly(scene.buckets, scene.fileSystem);
    assertThat(names(reader, PATH)).containsExactly(scene.buckets, scene.fileSystem);
    assertThat(names(stranger, PATH)).isEmpty();
    assertThat(stranger.get(PATH + "?project=" + scene.project).problem())
        .isEqualTo("404 entry_not_found");
    assertThat(anonymous().get(PATH).status()).isEqualTo(401);
  }

  @Test
  void aCollectionIsFoundByIdAndNameAndWhatItIsOf() {
    JsonNode found = reader.get(of(scene.buckets, "")).expect(200);

    assertThat(found.path("kind").asText()).isEqualTo("buckets");
    assertThat(found.path("target").asText()).isEqualTo(scene.connection);
    assertThat(reader.get(of(found.path("id").asText(), "")).expect(200)).isEqualTo(found);
    assertThat(reader.get(of(scene.connection, "")).expect(200)).isEqualTo(found);
    assertThat(reader.get(of(scene.fileSystem, "")).expect(200).path("kind").asText())
        .isEqualTo("directory");
    assertThat(reader.get(of("no-such-collection", "")).problem())
        .isEqualTo("404 collection_not_found");
  }

  @Test
  void whatACallerMayNotSeeIsNotThere() {
    for (String name : List.of(scene.buckets, scene.connection, scene.fileSystem)) {
      assertThat(stranger.get(of(name, "")).problem()).isEqualTo("404 collection_not_found");
      assertThat(stranger.get(of(name, "/entries")).problem())
          .isEqualTo("404 collection_not_found");
      assertThat(stranger.post(of(name, "/directories"), "{\"path\": \"/x\"}").problem())
          .isEqualTo("404 collection_not_found");
    }
  }

  @Test
  void aNameThatTwoProjectsGaveNeedsTheProjectOrTheId() {
    String other = Running.name("other");
    admin().post("/api/v1/projects", "{\"name\": \"" + other + "\"}").expect(200);
    scene.connect(scene.buckets, other);

    assertThat(admin().get(of(scene.buckets, "")).problem()).isEqualTo("409 collection_ambiguous");
    assertThat(
            admin()
                .get(of(scene.buckets, "?project=" + scene.project))
                .expect(200)
                .path("target")
                .asText())
        .isEqualTo(scene.connection);
    assertThat(reader.get(of(scene.buckets, "")).expect(200).path("target").asText())
        .isEqualTo(scene.connection);
  }

  @Test
  void directoriesAreListedInPagesWithFiltersOfTheServer() {
    for (String key : List.of("a.csv", "b.txt", "sub/c.csv", "sub/deep/d.csv", ".hidden")) {
      scene.put(key, "of " + key);
    }

    assertThat(names(reader, entries(""))).containsExactly(".hidden", "a.csv", "b.txt", "sub");
    assertThat(names(reader, entries("&hidden=false"))).containsExactly("a.csv", "b.txt", "sub");
    assertThat(names(reader, entries("&glob=*.csv"))).containsExactly("a.csv");
    assertThat(names(reader, entries("&recursive=true&glob=**.csv")))
        .containsExactly("a.csv", "sub/c.csv", "sub/deep/d.csv");
    JsonNode first = reader.get(entries("&limit=3")).expect(200);
    assertThat(first.path("items")).hasSize(3);
    assertThat(names(reader, entries("&limit=3&cursor=" + encoded(first.path("nextCursor")))))
        .containsExactly("sub");
  }

  private static String encoded(JsonNode cursor) {
    return java.net.URLEncoder.encode(cursor.asText(), java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void aFileAndADirectoryAreDescribed() {
    scene.put("sub/c.csv", "of c");

    JsonNode file =
        reader.get(of(scene.buckets, "/entry?path=/" + scene.bucket + "/sub/c.csv")).expect(200);
    assertThat(file.path("name").asText()).isEqualTo("c.csv");
    assertThat(file.path("type").asText()).isEqualTo("file");
    assertThat(file.path("size").asLong()).isEqualTo(4);
    assertThat(
            reader
                .get(of(scene.buckets, "/entry?path=/" + scene.bucket + "/sub"))
                .expect(200)
                .path("type")
                .asText())
        .isEqualTo("directory");
    assertThat(reader.get(of(scene.buckets, "/entry?path=/" + scene.bucket + "/no")).problem())
        .isEqualTo("404 path_not_found");
    assertThat(reader.get(of(scene.buckets, "/entry")).problem())
        .isEqualTo("400 parameter_missing");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void directoriesAreMadeAndRenamedByEditorsAlone(boolean inBucket) {
    String collection = inBucket ? scene.buckets : scene.fileSystem;
    String base = inBucket ? "/" + scene.bucket : "";
    String made = "{\"path\": \"%s/new\"}".formatted(base);
    String renamed = "{\"from\": \"%s/new\", \"to\": \"%s/old\"}".formatted(base, base);

    assertThat(reader.post(of(collection, "/directories"), made).problem())
        .isEqualTo("403 access_denied");
    editor.post(of(collection, "/directories"), made).expect(204);
    assertThat(editor.post(of(collection, "/directories"), made).problem())
        .isEqualTo("409 path_exists");
    assertThat(reader.post(of(collection, "/renames"), renamed).problem())
        .isEqualTo("403 access_denied");
    editor.post(of(collection, "/renames"), renamed).expect(204);
    assertThat(names(reader, of(collection, "/entries?path=" + base + "/"))).contains("old");
    assertThat(editor.post(of(collection, "/renames"), renamed).problem())
        .isEqualTo("404 path_not_found");
  }

  @Test
  void aPresignedAddressReadsAndWritesOneObjectWithoutAToken() throws Exception {
    scene.put("c.csv", "of c");

    JsonNode get = presign(reader, "GET", "c.csv");
    assertThat(send(get, "").body()).isEqualTo("of c");
    assertThat(
            reader
                .post(of(scene.buckets, "/presigned-addresses"), wanted("PUT", "d.csv"))
                .problem())
        .isEqualTo("403 access_denied");
    JsonNode put = presign(editor, "PUT", "d.csv");
    assertThat(send(put, "of d").statusCode()).isEqualTo(200);
    assertThat(scene.has("d.csv")).isTrue();
    assertThat(
            editor
                .post(of(scene.buckets, "/presigned-addresses"), wanted("DELETE", "d.csv"))
                .problem())
        .isEqualTo("400 unknown_method");
    assertThat(
            editor
                .post(
                    of(scene.fileSystem, "/presigned-addresses"),
                    "{\"path\": \"/x\", \"method\": \"GET\"}")
                .problem())
        .isEqualTo("400 not_an_object");
  }

  private String wanted(String method, String key) {
    return "{\"path\": \"/%s/%s\", \"method\": \"%s\", \"seconds\": 60}"
        .formatted(scene.bucket, key, method);
  }

  private JsonNode presign(Http who, String method, String key) {
    return who.post(of(scene.buckets, "/presigned-addresses"), wanted(method, key)).expect(200);
  }

  private static HttpResponse<String> send(JsonNode address, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address.path("url").asText()))
            .method(address.path("method").asText(), BodyPublishers.ofString(body));
    address
        .path("headers")
        .properties()
        .forEach(header -> {
          if (!header.getKey().equalsIgnoreCase("host")
              && !header.getKey().equalsIgnoreCase("content-length")) {
            request.header(header.getKey(), header.getValue().asText());
          }
        });
    return STORE.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void settingsAreForThoseWhoMayChangeTheProject() {
    String settings =
        """
        {"description": "Ours", "defaultDirectory": "/%s/", "buckets": ["extra"],
         "ownCredentials": false}
        """
            .formatted(scene.bucket);

    assertThat(editor.put(of(scene.buckets, ""), settings).problem())
        .isEqualTo("403 access_denied");
    JsonNode changed = admin().put(of(scene.buckets, ""), settings).expect(200);

    assertThat(changed.path("description").asText()).isEqualTo("Ours");
    scene.put("in-default.txt", "x");
    assertThat(names(reader, of(scene.buckets, "/entries"))).contains("in-default.txt");
    JsonNode root = reader.get(of(scene.buckets, "/entries?path=/")).expect(200);
    assertThat(root.path("items").findValuesAsText("name")).contains("extra", scene.bucket);
  }

  @Test
  void aPinnedBucketIsSeenByWhoPinnedIt() {
    reader.put(of(scene.buckets, "/pins/elsewhere"), null).expect(204);

    assertThat(reader.get(of(scene.buckets, "/pins")).expect(200).path("items").toString())
        .isEqualTo("[\"elsewhere\"]");
    assertThat(names(reader, of(scene.buckets, "/entries?path=/"))).contains("elsewhere");
    assertThat(names(editor, of(scene.buckets, "/entries?path=/"))).doesNotContain("elsewhere");
    reader.delete(of(scene.buckets, "/pins/elsewhere")).expect(204);
    assertThat(reader.get(of(scene.buckets, "/pins")).expect(200).path("items")).isEmpty();
  }

  @Test
  void ownCredentialsAreTriedKeptAndNeverShown() {
    admin().put(of(scene.buckets, ""), "{\"buckets\": [], \"ownCredentials\": true}").expect(200);
    assertThat(reader.get(entries("")).problem()).isEqualTo("403 no_credentials");
    JsonNode keys = admin().post("/api/v1/aws-keys", "{\"name\": \"own\"}").expect(200);
    String secret = keys.path("secretAccessKey").asText();
    String document =
        "{\"credentials\": {\"access_key_id\": \"%s\", \"secret_access_key\": \"%s\"}}"
            .formatted(keys.path("accessKeyId").asText(), secret);

    assertThat(reader.get(of(scene.buckets, "/credentials")).status()).isEqualTo(404);
    assertThat(
            reader
                .put(of(scene.buckets, "/credentials"), document.replace(secret, "wrong"))
                .status())
        .isBetween(400, 499);
    assertThat(reader.put(of(scene.buckets, "/credentials?name=%0A"), document).problem())
        .isEqualTo("400 invalid_display_name");
    assertThat(reader.get(of(scene.buckets, "/credentials")).status()).isEqualTo(404);
    reader.put(of(scene.buckets, "/credentials?name=My+laptop"), document).expect(200);
    Http.Answer set = reader.put(of(scene.buckets, "/credentials"), document);
    set.expect(200);
    Http.Answer shown = reader.get(of(scene.buckets, "/credentials"));

    assertThat(shown.expect(200).path("accessKeyId")).isEqualTo(keys.path("accessKeyId"));
    assertThat(shown.json().path("age").asText()).isEqualTo("fresh");
    assertThat(shown.json().path("displayName").asText()).isEqualTo("My laptop");
    assertThat(set.body() + shown.body()).doesNotContain(secret);
    assertThat(names(reader, entries(""))).isEmpty();
    assertThat(editor.get(entries("")).problem()).isEqualTo("403 no_credentials");
    reader.delete(of(scene.buckets, "/credentials")).expect(204);
    assertThat(reader.get(entries("")).problem()).isEqualTo("403 no_credentials");
  }
}

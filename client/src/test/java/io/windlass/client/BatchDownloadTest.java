package io.windlass.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.client.Content.Attempt;
import io.windlass.client.Content.Existing;
import io.windlass.client.Content.Remote;
import io.windlass.client.TestServer.Answer;
import io.windlass.client.TestServer.Heard;
import io.windlass.client.model.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many small files at once: {@code denied} may not be read, {@code ended} has an address that has
 * ended, {@code gone} has none that works, {@code damaged} comes with other bytes, {@code cut} at
 * the second attempt.
 */
class BatchDownloadTest {
  private static final List<String> NAMES =
      List.of("a", "denied", "ended", "gone", "damaged", "cut", "empty", "same", "mine");

  @TempDir private Path directory;
  private final Set<String> cut = ConcurrentHashMap.newKeySet();
  private final TestServer server = new TestServer(this::answer);
  private final WindlassClient client = server.client();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private static String content(String name) {
    return name.equals("empty") ? "" : "content of " + name;
  }

  private static String sha256(String name) {
    return ContentServer.hex("SHA-256", content(name).getBytes(UTF_8));
  }

  private Answer answer(Heard request) {
    return switch (request.method() + " " + request.target()) {
      case "POST /api/v1/downloads/batch" -> addresses(request);
      case String again when again.matches("POST /api/v1/entries/\\d+/download") ->
          Answer.json(
              address(
                      name(Integer.parseInt(again.replaceAll("\\D*1/entries/(\\d+)/.*", "$1"))),
                      "fresh")
                  .toString());
      case String get when get.startsWith("GET /store/") -> object(get.substring(11));
      default -> Answer.status(400, "{\"status\":400,\"code\":\"unexpected\"}");
    };
  }

  private static String name(int number) {
    return NAMES.get(number);
  }

  private Answer addresses(Heard request) {
    try {
      ObjectNode all = WindlassJson.mapper().createObjectNode();
      ArrayNode results = all.putArray("results");
      for (JsonNode wanted : WindlassJson.mapper().readTree(request.body()).path("downloads")) {
        String name = name(wanted.path("entryId").asInt());
        if (name.equals("denied")) {
          results
              .addObject()
              .putObject("problem")
              .put("code", "access_denied")
              .put("message", "You may not.");
        } else {
          results.addObject().set("value", address(name, "first"));
        }
      }
      return Answer.json(all.toString());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode address(String name, String which) {
    return WindlassJson.mapper()
        .createObjectNode()
        .put("url", server.address() + "/store/" + name + "/" + which)
        .put("size", content(name).length())
        .put("sha256", sha256(name))
        .put("fileName", name)
        .put("expiresAt", "2026-11-21T11:00:00Z");
  }

  private Answer object(String nameAndAddress) {
    String name = nameAndAddress.replaceAll("/.*", "");
    if (name.equals("gone") || nameAndAddress.equals("ended/first")) {
      return Answer.status(403, "<Error><Code>AccessDenied</Code></Error>");
    }
    if (name.equals("cut") && cut.add(name)) {
      return Answer.CUT;
    }
    String body = name.equals("damaged") ? "contend of damaged" : content(name);
    return new Answer(206, Map.of(), body.getBytes(UTF_8));
  }

  private List<Attempt> download() {
    List<Remote> files =
        IntStream.range(0, NAMES.size())
            .mapToObj(number -> new Remote(entry(number), directory.resolve(name(number))))
            .toList();
    return client.content().download(files, Existing.REFUSE, Progress.NONE);
  }

  private static Entry entry(int number) {
    String json =
        """
        {"id":%d,"type":"file","projectId":1,"name":"%s","etag":"x","createdBy":1,
         "createdAt":"2026-11-21T10:00:00Z","modifiedBy":1,"modifiedAt":"2026-11-21T10:00:00Z",
         "version":{"number":1,"latest":true,"createdBy":1,"createdAt":"2026-11-21T10:00:00Z",
          "file":{"id":1,"locationId":1,"bucket":"b","key":"k","size":%d,"contentType":"a/b",
           "fileName":"f","sha256":"%s"}}}
        """
            .formatted(number, name(number), content(name(number)).length(), sha256(name(number)));
    try {
      return WindlassJson.mapper().readValue(json, Entry.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void manyFilesTakeOneRequestForTheirAddressesAndEachHasItsOwnEnd() throws IOException {
    Files.writeString(directory.resolve("same"), content("same"));
    Files.writeString(directory.resolve("mine"), "other");

    List<Attempt> attempts = download();

    assertThat(
            attempts.stream().map(one -> one.failure().map(WindlassApiException::code).orElse("-")))
        .containsExactly(
            "-",
            "access_denied",
            "-",
            "store_refused",
            "digest_mismatch",
            "-",
            "-",
            "-",
            "file_exists");
    assertThat(attempts.get(7).done().orElseThrow().unchanged()).isTrue();
    assertThat(attempts.get(2).done().orElseThrow().verified()).isTrue();
    assertThat(attempts.get(2).done().orElseThrow().bytes()).isEqualTo("content of ended".length());
    for (String name : List.of("a", "ended", "cut", "empty", "same")) {
      assertThat(directory.resolve(name)).hasContent(content(name));
    }
    assertThat(directory.resolve("mine")).hasContent("other");
    assertThat(names()).doesNotContain("denied", "gone", "damaged");
    assertThat(server.heard())
        .filteredOn(request -> request.target().startsWith("/api/"))
        .extracting(Heard::target)
        .containsExactlyInAnyOrder(
            "/api/v1/downloads/batch", "/api/v1/entries/2/download", "/api/v1/entries/3/download");
  }

  @Test
  void aRequestThatFailsIsTheEndOfAllThatWereInIt() throws IOException {
    server.close();
    assertThat(download().stream().map(one -> one.failure().orElseThrow().code()))
        .containsOnly(WindlassApiException.UNREACHABLE);
    assertThat(names()).isEmpty();
  }
}

package io.windlass.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.client.Content.Attempt;
import io.windlass.client.Content.Existing;
import io.windlass.client.Content.Local;
import io.windlass.client.Content.Place;
import io.windlass.client.TestServer.Answer;
import io.windlass.client.TestServer.Heard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many small files at once, against a folder with opinions of names: {@code refused} may not be,
 * {@code same} is there already, {@code lost} does not reach the store, {@code late} came second.
 */
class BatchUploadTest {
  private static final Progress NONE =
      new Progress() {
        @Override
        public void begun(String what, long total) {}

        @Override
        public void moved(long amount) {}
      };

  @TempDir private Path directory;
  private final AtomicInteger uploads = new AtomicInteger();
  private final AtomicInteger faults = new AtomicInteger();
  private final Map<String, String> names = new ConcurrentHashMap<>();
  private final Map<String, String> files = new ConcurrentHashMap<>();
  private final TestServer server = new TestServer(this::answer);
  private final WindlassClient client = server.client();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private Answer answer(Heard request) {
    return switch (request.method() + " " + request.target()) {
      case "POST /api/v1/uploads/batch" -> results(request, this::started);
      case "POST /api/v1/uploads/batch/complete" -> results(request, this::completed);
      case String put when put.startsWith("PUT /store/") -> taken(request);
      case String anew when anew.endsWith("/parts") -> presigned(request);
      default -> Answer.status(400, "{\"status\":400,\"code\":\"unexpected\"}");
    };
  }

  private interface Each {
    void result(JsonNode wanted, ObjectNode result);
  }

  private static Answer results(Heard request, Each each) {
    try {
      ObjectNode all = WindlassJson.mapper().createObjectNode();
      ArrayNode results = all.putArray("results");
      WindlassJson.mapper()
          .readTree(request.body())
          .path("uploads")
          .forEach(wanted -> each.result(wanted, results.addObject()));
      return Answer.json(all.toString());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void started(JsonNode wanted, ObjectNode result) {
    String name = wanted.path("name").asText();
    switch (name) {
      case "refused" -> problem(result, "access_denied");
      case "same" -> entry(result.putObject("value").putObject("unchanged"), name);
      default -> {
        String id = "upl_" + uploads.incrementAndGet();
        names.put(id, name);
        ObjectNode started = result.putObject("value");
        started.putObject("upload").put("id", id).put("state", "uploading");
        put(started.putObject("put"), id);
      }
    }
  }

  private Answer presigned(Heard request) {
    ObjectNode all = WindlassJson.mapper().createObjectNode();
    put(all.putArray("parts").addObject(), request.target().replaceAll(".*/(upl_[0-9]+)/.*", "$1"));
    return Answer.json(all.toString());
  }

  private void put(ObjectNode put, String id) {
    put.put("number", 1)
        .put("url", server.address() + "/store/" + id)
        .put("method", "PUT")
        .putObject("headers");
  }

  private Answer taken(Heard request) {
    String name = names.getOrDefault(request.target().substring("/store/".length()), "");
    if (name.equals("lost")) {
      return Answer.status(503, "<Error><Code>SlowDown</Code></Error>");
    }
    if (name.equals("again") && faults.incrementAndGet() == 1) {
      return Answer.CUT;
    }
    files.put(name, request.body());
    return Answer.status(200, "");
  }

  private void completed(JsonNode sent, ObjectNode result) {
    String name = names.getOrDefault(sent.path("id").asText(), "");
    if (!files.containsKey(name)) {
      problem(result, "parts_missing");
    } else if (name.equals("late")) {
      problem(result, "name_taken");
    } else {
      entry(result.putObject("value"), name);
    }
  }

  private static void problem(ObjectNode result, String code) {
    result.putObject("problem").put("code", code).put("message", "It is " + code + ".");
  }

  private static void entry(ObjectNode entry, String name) {
    entry.put("id", 9).put("type", "file").put("name", name);
  }

  private List<Attempt> upload(String... named) {
    List<Local> wanted =
        Stream.of(named)
            .map(name ->
                new Local(directory.resolve(name), new Place("p/f/" + name, Optional.of(7L), name)))
            .toList();
    return client.content().upload(wanted, Existing.REPLACE, NONE);
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }

  @Test
  void manyFilesTakeTwoRequestsTogetherAndEachHasItsOwnEnd() throws IOException {
    for (String name : List.of("a", "refused", "same", "lost", "late", "again")) {
      write(name, "content of " + name);
    }

    List<Attempt> attempts = upload("a", "refused", "same", "lost", "late", "again", "missing");

    assertThat(attempts.stream().map(one -> one.done().map(done -> done.entry().name())))
        .containsExactly(
            Optional.of("a"),
            Optional.empty(),
            Optional.of("same"),
            Optional.empty(),
            Optional.empty(),
            Optional.of("again"),
            Optional.empty());
    assertThat(
            attempts.stream().map(one -> one.failure().map(WindlassApiException::code).orElse("-")))
        .containsExactly(
            "-", "access_denied", "-", "store_refused", "name_taken", "-", "local_file");
    assertThat(attempts.get(2).done().orElseThrow().unchanged()).isTrue();
    assertThat(attempts.get(0).done().orElseThrow().bytes()).isEqualTo("content of a".length());
    assertThat(files)
        .containsEntry("a", "content of a")
        .containsEntry("again", "content of again")
        .doesNotContainKeys("refused", "same");
    assertThat(
            server.heard().stream().map(Heard::target).filter(target -> target.contains("batch")))
        .containsExactly("/api/v1/uploads/batch", "/api/v1/uploads/batch/complete");
  }

  @Test
  void aRequestThatFailsIsTheEndOfAllThatWereInIt() throws IOException {
    write("a", "x".repeat(3000));
    server.close();

    assertThat(upload("a", "missing").stream().map(one -> one.failure().orElseThrow().code()))
        .containsExactly(WindlassApiException.UNREACHABLE, "local_file");
  }

  @Test
  void aFileThatIsNotSmallIsRefusedAndNothingOfItIsSent() throws IOException {
    Files.write(directory.resolve("large"), new byte[(5 << 20) + 1]);

    assertThat(upload("large").getFirst().failure().orElseThrow().code()).isEqualTo("file_changed");
    assertThat(server.heard()).isEmpty();
    assertThat(Content.isSmall(5 << 20)).isTrue();
  }
}

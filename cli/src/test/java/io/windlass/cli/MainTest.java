package io.windlass.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.windlass.cli.start.Places;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir private Path home;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, Reply> replies = new HashMap<>();
  private final List<String> heard = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private HttpServer server;

  private record Reply(int status, String body) {}

  MainTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.createContext("/", this::handle);
    server.start();
    environment.put("WINDLASS_SERVER", address());
    environment.put("WINDLASS_TOKEN", "wl_env");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      heard.add(
          call
              + " "
              + Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                  .orElse("-")
              + " "
              + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      Reply reply = replies.getOrDefault(call, new Reply(404, "{\"status\":404}"));
      byte[] body = reply.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private void reply(String call, String body) {
    replies.put(call.replace("/api", "/api/v1"), new Reply(200, body));
  }

  private int windlass(String... arguments) {
    return Main.run(
        new Places(environment, home),
        new PrintWriter(out),
        new PrintWriter(err),
        false,
        arguments);
  }

  private static final String PROJECT =
      """
      {"id":7,"name":"survey","guid":"proj_x","alias":"proj_1","etag":"e","createdBy":1,
       "createdAt":"2026-11-21T10:00:00Z","modifiedAt":"2026-11-21T10:00:00Z"}
      """;

  @Test
  void aCommandThatWorkedEndsWithZeroAndPrintsATable() {
    reply("GET /api/projects", "{\"items\":[" + PROJECT + "]}");
    assertThat(windlass("projects", "list")).isZero();
    assertThat(out.toString()).startsWith("NUMBER  NAME    GUID    ALIAS   REGION  CREATED");
    assertThat(out.toString()).contains("     7  survey  proj_x  proj_1  -");
    assertThat(err.toString()).isEmpty();
    assertThat(heard).containsExactly("GET /api/v1/projects Bearer wl_env ");
  }

  @Test
  void programsGetTheNamesOfTheApi() {
    reply("GET /api/projects", "{\"items\":[" + PROJECT + "]}");
    assertThat(windlass("projects", "list", "--json")).isZero();
    assertThat(out.toString().replaceAll("\\s", "")).startsWith("[{\"id\":7,\"name\":\"survey\"");
  }

  @Test
  void optionsOfEveryCommandMayStandAnywhere() {
    reply("GET /api/projects", "{\"items\":[]}");
    environment.remove("WINDLASS_SERVER");
    assertThat(windlass("--json", "--server", address(), "projects", "list")).isZero();
    assertThat(out.toString().strip()).isEqualTo("[ ]");
  }

  @Test
  void aRefusalEndsWithOneAndSaysWhatToDo() {
    replies.put(
        "GET /api/v1/projects/x",
        new Reply(
            404,
            """
            {"status":404,"code":"project_not_found","detail":"There is no project x.",
             "remedy":"See windlass projects list.","requestId":"r9"}
            """));
    assertThat(windlass("projects", "show", "x")).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            """
            windlass: There is no project x.
              See windlass projects list.
              (project_not_found, request r9)
            """);
  }

  @Test
  void programsGetFailuresAsJsonToo() {
    replies.put(
        "GET /api/v1/projects/x",
        new Reply(404, "{\"status\":404,\"code\":\"project_not_found\",\"detail\":\"No.\"}"));
    assertThat(windlass("projects", "show", "x", "--json")).isEqualTo(1);
    assertThat(err.toString().replaceAll("\\s", ""))
        .isEqualTo("{\"code\":\"project_not_found\",\"message\":\"No.\",\"errors\":[]}");
  }

  @Test
  void aCommandThatIsWrittenWronglyEndsWithTwo() {
    assertThat(windlass("projects", "lst")).isEqualTo(2);
    assertThat(windlass("projects")).isEqualTo(2);
    assertThat(windlass()).isEqualTo(2);
    assertThat(windlass("tokens", "create")).isEqualTo(2);
    assertThat(windlass("tokens", "create", "--name", "x", "--lifetime", "soon")).isEqualTo(2);
    assertThat(heard).isEmpty();
    assertThat(err.toString()).contains("Say what to do with projects: ");
  }

  @Test
  void everyCommandHasHelp() {
    assertThat(windlass("--help")).isZero();
    assertThat(windlass("connections", "verify", "--help")).isZero();
    assertThat(out.toString()).contains("credentials").contains("windlass connections verify");
  }

  @Test
  void theTokenOfTheLocalServerGoesToTheLocalServerAlone() throws IOException {
    environment.remove("WINDLASS_TOKEN");
    environment.remove("WINDLASS_SERVER");
    Path config = Files.createDirectories(home.resolve(".config/windlass"));
    Path token = Files.writeString(home.resolve("admin.token"), "wl_admin\n");
    Files.writeString(
        config.resolve("local.json"),
        "{\"server\":\"%s\",\"tokenFile\":\"%s\"}".formatted(address(), token));
    reply("GET /api/projects", "{\"items\":[]}");
    assertThat(windlass("projects", "list")).isZero();
    assertThat(heard.getLast()).contains("Bearer wl_admin");
    Files.writeString(
        config.resolve("local.json"),
        "{\"server\":\"http://127.0.0.1:1\",\"tokenFile\":\"%s\"}".formatted(token));
    assertThat(windlass("--server", address(), "projects", "list")).isZero();
    assertThat(heard.getLast()).startsWith("GET /api/v1/projects - ");
  }

  @Test
  void theOptionBeatsTheEnvironmentAndThatBeatsTheFile() throws IOException {
    Path config = Files.createDirectories(home.resolve(".config/windlass"));
    Path fromFile = Files.writeString(home.resolve("file.token"), "wl_file");
    Files.writeString(config.resolve("config.json"), "{\"tokenFile\":\"%s\"}".formatted(fromFile));
    Path fromOption = Files.writeString(home.resolve("option.token"), "wl_option");
    reply("GET /api/projects", "{\"items\":[]}");
    windlass("--token-file", fromOption.toString(), "projects", "list");
    windlass("projects", "list");
    environment.remove("WINDLASS_TOKEN");
    windlass("projects", "list");
    assertThat(heard)
        .extracting(call -> call.replaceAll(".*Bearer (\\S+).*", "$1"))
        .containsExactly("wl_option", "wl_env", "wl_file");
  }

  @Test
  void aDamagedConfigurationIsSaidToBeOne() throws IOException {
    Path config = Files.createDirectories(home.resolve(".config/windlass"));
    Files.writeString(config.resolve("config.json"), "{");
    assertThat(windlass("projects", "list")).isEqualTo(1);
    assertThat(err.toString()).contains("cannot be read as JSON").contains("config_unreadable");
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    assertThat(windlass("--server", "localhost:8080", "ls")).isEqualTo(1);
    assertThat(err.toString()).contains("invalid_server");
  }

  @Test
  void entriesAreNamedByPathOrNumber() {
    String entry =
        """
        {"id":42,"type":"folder","projectId":7,"name":"raw","etag":"e","createdBy":1,
         "createdAt":"2026-11-21T10:00:00Z","modifiedBy":1,"modifiedAt":"2026-11-21T10:00:00Z"}
        """;
    reply("GET /api/entries?path=survey%2Fraw", entry);
    reply("GET /api/entries/42", entry);
    reply("GET /api/entries/42/children?limit=1000", "{\"items\":[]}");
    assertThat(windlass("ls", "/survey/raw/")).isZero();
    assertThat(windlass("ls", "42")).isZero();
    assertThat(windlass("ls", "syn42")).isZero();
    assertThat(windlass("ls", "/")).isEqualTo(1);
  }

  @Test
  void aConnectionDocumentIsSentAsItIsWritten() throws IOException {
    String document = "{\"type\":\"s3\",\"config\":{\"role_arn\":\"arn:x\",},}";
    Path file = Files.writeString(home.resolve("c.json"), document);
    replies.put(
        "POST /api/v1/connections?project=survey",
        new Reply(
            200,
            """
            {"id":"c_1","projectGuid":"proj_x","name":"lab","kind":"role","region":"us-east-1",
             "vending":"assume_role","status":"unverified","createdBy":1,
             "createdAt":"2026-11-21T10:00:00Z"}
            """));
    assertThat(
            windlass(
                "connections", "create", "--project", "survey", "--from-file", file.toString()))
        .isZero();
    assertThat(heard.getFirst()).endsWith(document);
    assertThat(err.toString()).contains("windlass connections verify c_1");
  }

  @Test
  void aVerificationThatFoundSomethingMissingEndsWithOneAndPrintsTheStatement() {
    reply(
        "POST /api/connections/c_1/verify",
        """
        {"status":"invalid","checks":[
          {"check":"list","outcome":"allowed","action":"s3:ListBucket"},
          {"check":"put","outcome":"denied","storeError":"AccessDenied","action":"s3:PutObject",
           "statement":"{\\"Effect\\": \\"Allow\\"}",
           "problem":{"code":"access_denied","message":"Not allowed.","remedy":"Add it."}}]}
        """);
    assertThat(windlass("connections", "verify", "c_1", "--bucket", "b")).isEqualTo(1);
    assertThat(out.toString())
        .contains("put    denied   AccessDenied  s3:PutObject   Not allowed.")
        .contains("put: Add it.")
        .contains("{\"Effect\": \"Allow\"}")
        .contains("Something that is needed is missing.");
    out.getBuffer().setLength(0);
    assertThat(windlass("connections", "verify", "c_1", "--bucket", "b", "--json")).isEqualTo(1);
    assertThat(out.toString()).startsWith("{");
  }

  @Test
  void aPolicyIsPrintedAlone() {
    reply("GET /api/policies?use=no-delete&bucket=b&prefix=raw%2F", "{\n  \"Version\": \"x\"\n}\n");
    assertThat(
            windlass(
                "connections", "policy", "--for", "no-delete", "--bucket", "b", "--prefix", "raw/"))
        .isZero();
    assertThat(out.toString().strip()).isEqualTo("{\n  \"Version\": \"x\"\n}");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void secretsOfKeyPairsArePrintedOnce() {
    reply(
        "POST /api/aws-keys",
        """
        {"accessKeyId":"AK","secretAccessKey":"hush","name":"command line",
         "createdAt":"2026-11-21T10:00:00Z"}
        """);
    assertThat(windlass("tokens", "aws-keys", "--json")).isZero();
    assertThat(out.toString()).containsOnlyOnce("hush").contains("\"accessKeyId\" : \"AK\"");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void completionKnowsTheCommands() {
    assertThat(windlass("completion")).isZero();
    assertThat(out.toString()).contains("complete -F").contains("set-location");
  }

  @Test
  void aMisspeltNameIsAnsweredWithTheNearestOfAllCommands() {
    assertThat(windlass("project", "list")).isEqualTo(2);
    assertThat(err.toString()).contains("Did you mean: windlass projects");
  }

  @Test
  void aMisspeltVerbIsAnsweredWithThoseOfItsNoun() {
    assertThat(windlass("projects")).isEqualTo(2);
    assertThat(err.toString())
        .contains("Say what to do with projects: ")
        .contains("create")
        .contains("members");
  }

  @Test
  void theHelpOfACommandNamesItInFullAndHasTheOptionsOfAll() {
    assertThat(windlass("transfers", "submit", "--help")).isZero();
    assertThat(out.toString())
        .contains("Usage: windlass transfers submit")
        .contains("--server=URL")
        .contains("--json");
  }

  @Test
  void completionAndHelpKnowEveryCommand() {
    assertThat(windlass("completion")).isZero();
    String completion = out.toString();
    out.getBuffer().setLength(0);
    assertThat(windlass("--help")).isZero();
    String help = out.toString();
    assertThat(List.of("demo", "projects", "put", "transfers", "completion"))
        .allSatisfy(name -> {
          assertThat(help).containsPattern("\n  " + name + " ");
          assertThat(completion).contains("_picocli_windlass_" + name + "()");
        });
    assertThat(completion).contains("_picocli_windlass_transfers_submit()");
  }

  @Test
  void aVerbBelowAVerbIsFoundAndItsNounSaysWhichThereAre() {
    reply("GET /api/projects/survey/members", "{\"items\":[]}");
    assertThat(windlass("projects", "members", "list", "survey", "--json")).isZero();
    assertThat(out.toString().strip()).isEqualTo("[ ]");
    assertThat(windlass("projects", "members")).isEqualTo(2);
    assertThat(err.toString()).contains("Say what to do with members: ").contains("list");
    assertThat(windlass("projects", "lits")).isEqualTo(2);
    assertThat(err.toString()).contains("Did you mean: projects list?");
  }

  @Test
  void helpOfANounListsAllOfItsVerbs() {
    assertThat(windlass("projects", "--help")).isZero();
    assertThat(out.toString()).containsPattern("\\n  members ").containsPattern("\\n  search ");
  }
}

package io.windlass.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.windlass.client.TestServer.Answer;
import io.windlass.client.TestServer.Heard;
import io.windlass.client.model.CreatedToken;
import io.windlass.client.model.NewToken;
import io.windlass.client.model.Project;
import io.windlass.client.model.Task;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WindlassClientTest {
  private static final String TOKEN =
      """
      {"id":"7","name":"ci","scopes":["view"],"createdAt":"2026-11-21T10:00:00Z",
       "token":"wl_7_secret","unknownToThisClient":1}
      """;

  @Test
  void aTokenGoesWithEveryRequestAndAnswersAreReadAsRecords() {
    try (TestServer server = new TestServer(_ -> Answer.json(TOKEN));
        WindlassClient client = server.client()) {
      CreatedToken token =
          client.tokens().create(new NewToken("ci", List.of("view"), Optional.empty()));
      assertThat(token.token()).isEqualTo("wl_7_secret");
      assertThat(token.expiresAt()).isEmpty();
      Heard request = server.heard().getFirst();
      assertThat(request.target()).isEqualTo("/api/v1/tokens");
      assertThat(request.header("Authorization")).contains("Bearer wl_test_token");
      assertThat(request.body()).isEqualTo("{\"name\":\"ci\",\"scopes\":[\"view\"]}");
    }
  }

  @Test
  void aPassingFaultIsTriedAgainWithTheSameIdempotencyKey() {
    AtomicInteger calls = new AtomicInteger();
    try (TestServer server =
            new TestServer(_ ->
                switch (calls.incrementAndGet()) {
                  case 1 -> Answer.status(503, "");
                  case 2 -> Answer.CUT;
                  default -> Answer.json(TOKEN);
                });
        WindlassClient client = server.client()) {
      client.tokens().create(new NewToken("ci", List.of(), Optional.empty()));
      assertThat(server.heard()).hasSizeGreaterThanOrEqualTo(3);
      assertThat(server.heard())
          .extracting(request -> request.header("Idempotency-key").orElseThrow())
          .containsOnly(server.heard().getFirst().header("Idempotency-key").orElseThrow());
    }
  }

  @Test
  void aFaultThatDoesNotPassIsGivenUpWithWhatTheServerSaid() {
    try (TestServer server =
            new TestServer(_ ->
                Answer.status(
                    503,
                    """
                    {"type":"about:blank","title":"Unavailable","status":503,
                     "detail":"The database does not answer.","code":"database_unavailable",
                     "remedy":"Start it.","requestId":"r1"}
                    """));
        WindlassClient client = server.client()) {
      WindlassApiException failure =
          catchThrowableOfType(WindlassApiException.class, client::whoAmI);
      assertThat(failure).hasMessage("The database does not answer.");
      assertThat(failure.code()).isEqualTo("database_unavailable");
      assertThat(failure.remedy()).contains("Start it.");
      assertThat(failure.requestId()).contains("r1");
      assertThat(failure.status()).isEqualTo(503);
      assertThat(server.heard()).hasSize(TestServer.AT_ONCE.attempts());
    }
  }

  @Test
  void aRefusalIsNotTriedAgain() {
    try (TestServer server =
            new TestServer(_ -> Answer.status(404, "{\"status\":404,\"code\":\"not_found\"}"));
        WindlassClient client = server.client()) {
      assertThatThrownBy(() -> client.connections().get("c_x"))
          .isInstanceOf(WindlassApiException.class);
      assertThat(server.heard()).hasSize(1);
    }
  }

  @Test
  void anAnswerOfSomethingElseInBetweenIsStillAClearFailure() {
    try (TestServer server = new TestServer(_ -> Answer.status(413, "<html>too large</html>"));
        WindlassClient client = server.client()) {
      assertThatThrownBy(client::whoAmI).hasMessage("The server answered with status 413.");
    }
  }

  @Test
  void anAnswerThatIsNoJsonIsAClearFailure() {
    try (TestServer server = new TestServer(_ -> Answer.json("<html>"));
        WindlassClient client = server.client()) {
      WindlassApiException failure =
          catchThrowableOfType(WindlassApiException.class, client::whoAmI);
      assertThat(failure.code()).isEqualTo("unreadable_answer");
    }
  }

  @Test
  void noServerAtAllSaysHowToStartOne() {
    URI nowhere;
    try (TestServer server = new TestServer(_ -> Answer.CUT)) {
      nowhere = server.address();
    }
    try (WindlassClient client =
        WindlassClient.builder(nowhere).retries(TestServer.AT_ONCE).build()) {
      WindlassApiException failure =
          catchThrowableOfType(WindlassApiException.class, client::whoAmI);
      assertThat(failure.code()).isEqualTo(WindlassApiException.UNREACHABLE);
      assertThat(failure.remedy().orElseThrow()).contains("windlass serve");
    }
  }

  @Test
  void aListFetchesItsNextPageOnlyWhenItIsWanted() {
    try (TestServer server =
            new TestServer(request ->
                request.target().contains("cursor=next%20one")
                    ? Answer.json("{\"items\":[" + project("c") + "]}")
                    : Answer.json(
                        "{\"items\":[%s,%s],\"nextCursor\":\"next one\"}"
                            .formatted(project("a"), project("b"))));
        WindlassClient client = server.client()) {
      Iterator<Project> projects = client.projects().list(Optional.of("a&b")).iterator();
      assertThat(projects.next().name()).isEqualTo("a");
      assertThat(projects.next().name()).isEqualTo("b");
      assertThat(server.heard()).hasSize(1);
      assertThat(projects.next().name()).isEqualTo("c");
      assertThat(projects.hasNext()).isFalse();
      assertThat(server.heard())
          .extracting(Heard::target)
          .containsExactly(
              "/api/v1/projects?query=a%26b", "/api/v1/projects?query=a%26b&cursor=next%20one");
    }
  }

  @Test
  void pathsAndNamesTravelWhateverTheyHold() {
    try (TestServer server = new TestServer(_ -> Answer.json(project("x")));
        WindlassClient client = server.client()) {
      client.projects().get("a/ü ?#%+&");
      assertThat(server.heard().getFirst().target())
          .isEqualTo("/api/v1/projects/a%2F%C3%BC%20%3F%23%25%2B%26");
    }
  }

  @Test
  void aTaskIsFollowedThroughItsEventsToItsEnd() {
    try (TestServer server =
            new TestServer(request ->
                request.target().endsWith("/events")
                    ? Answer.status(
                        200,
                        "event: progress\ndata: %s\n\n:keep\n\ndata:%s\n\n"
                            .formatted(task("active"), task("succeeded")))
                    : Answer.json(task("pending")));
        WindlassClient client = server.client()) {
      List<String> states = new ArrayList<>();
      Task last = client.tasks().follow("task_1", task -> states.add(task.state()));
      assertThat(states).containsExactly("pending", "active", "succeeded");
      assertThat(last.state()).isEqualTo("succeeded");
    }
  }

  @Test
  void aStreamOfEventsThatEndsEarlyIsTakenUpAgain() {
    AtomicInteger asked = new AtomicInteger();
    try (TestServer server =
            new TestServer(request -> {
              if (request.target().endsWith("/events")) {
                return Answer.status(200, "data:" + task("active") + "\n\n");
              }
              return Answer.json(task(asked.incrementAndGet() < 3 ? "active" : "failed"));
            });
        WindlassClient client = server.client()) {
      assertThat(client.tasks().follow("task_1", _ -> {}).state()).isEqualTo("failed");
    }
  }

  private static String task(String state) {
    return """
    {"id":"task_1","kind":"register_prefix","state":"%s","progress":{"registered":3},\
    "cancelRequested":false,"createdBy":1,"createdAt":"2026-11-21T10:00:00Z"}\
    """
        .formatted(state);
  }

  private static String project(String name) {
    return """
    {"id":1,"name":"%s","guid":"proj_1","etag":"e","createdBy":1,\
    "createdAt":"2026-11-21T10:00:00Z","modifiedAt":"2026-11-21T10:00:00Z"}\
    """
        .formatted(name);
  }
}

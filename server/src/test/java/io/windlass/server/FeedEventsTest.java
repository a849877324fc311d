package io.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.windlass.connection.Connection;
import io.windlass.connection.feed.ChangeFeeds;
import io.windlass.connection.feed.EventSource;
import io.windlass.connection.feed.Hint;
import io.windlass.connection.feed.NewSubscription;
import io.windlass.connection.feed.Subscription;
import io.windlass.server.Http.Answer;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FeedEventsTest extends ServerTest {
  private static final String MESSAGE =
      """
      {"Records":[{"eventSource":"ceph:s3","eventName":"ObjectCreated:Put",
        "s3":{"bucket":{"name":"posted-bucket"},"object":{"key":"data/a"}}}]}
      """;

  @Inject ChangeFeeds feeds;

  private Subscription feed;
  private String path;
  private String secret;

  @BeforeEach
  void follow() {
    feed =
        feeds.follow(
            new NewSubscription(
                Running.name("owner"),
                Connection.EMBEDDED,
                "posted-bucket",
                "data/",
                new EventSource.Push(server, Optional.empty(), EventSource.Notification.OWNER),
                Optional.empty()));
    URI address = URI.create(feeds.pushAddress(feed.id()).orElseThrow().reveal());
    path = address.getPath();
    secret = address.getQuery().substring("secret=".length());
    assertThat(address.getAuthority()).isEqualTo(server.getAuthority());
  }

  @AfterEach
  void stop() {
    feeds.stop(feed.id());
  }

  @Test
  void aMessageWithTheSecretInTheQueryIsTaken() {
    Answer answer = new Http(server).post(path + "?secret=" + secret, MESSAGE);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(1);
    assertThat(feeds.take(feed.id(), 10)).extracting(Hint::key).containsExactly("data/a");
  }

  @Test
  void aMessageWithTheSecretInTheHeaderIsTakenInAnyType() {
    for (String type : new String[] {"application/json", "text/plain", "application/x-anything"}) {
      Answer answer =
          new Http(server, "Content-Type", type, "Authorization", "Bearer " + secret)
              .send("POST", path, BodyPublishers.ofString(MESSAGE));
      assertThat(answer.json().path("accepted").asInt()).as(type).isEqualTo(1);
    }
  }

  @Test
  void aWrongSecretAndAnUnknownFeedAreForbiddenAlike() {
    for (String wrong :
        new String[] {
          path,
          path + "?secret=",
          path + "?secret=wrong",
          "/api/v1/feeds/feed_none/events?secret=" + secret
        }) {
      assertThat(new Http(server).post(wrong, MESSAGE).problem())
          .as(wrong)
          .isEqualTo("403 feed_secret_wrong");
    }
    assertThat(feeds.backlog(feed.id()).keys()).isZero();
  }

  @Test
  void theSecretOpensNothingElse() {
    assertThat(new Http(server).as(secret).get("/api/v1/projects").status()).isEqualTo(401);
  }

  @Test
  void whatCannotBeReadIsAnsweredAndTooLargeIsRefused() {
    Http http = new Http(server);
    assertThat(http.post(path + "?secret=" + secret, "hello").json().path("refused").asInt())
        .isEqualTo(1);
    assertThat(http.post(path + "?secret=" + secret, null).json().path("refused").asInt())
        .isEqualTo(1);
    assertThat(
            http.send(
                    "POST",
                    path + "?secret=" + secret,
                    BodyPublishers.ofByteArray(new byte[(1 << 20) + 1]))
                .problem())
        .isEqualTo("413 body_too_large");
  }
}

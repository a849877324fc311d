package io.windlass.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.foundation.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pekko.http.scaladsl.Http;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/**
 * A real SQS on this machine: ElasticMQ, in this process, on a free port. It takes any keys.
 * Thread-safe.
 */
public final class TestQueue implements AutoCloseable {
  /** The region to sign for. */
  public static final String REGION = "us-east-1";

  private static final String ACCOUNT = "000000000000";

  private static final Pattern COUNT =
      Pattern.compile(
          "<Name>ApproximateNumberOfMessages(?:NotVisible)?</Name>\\s*<Value>([0-9]+)</Value>");

  private final HttpClient http = HttpClient.newHttpClient();
  private final SQSRestServer server;
  private final URI endpoint;

  private TestQueue(SQSRestServer server) {
    this.server = server;
    Http.ServerBinding binding = server.waitUntilStarted();
    this.endpoint = URI.create("http://127.0.0.1:" + binding.localAddress().getPort());
  }

  /** A new server without queues. */
  public static TestQueue start() {
    return new TestQueue(
        SQSRestServerBuilder.withDynamicPort()
            .withInterface("127.0.0.1")
            .withAWSRegion(REGION)
            .withAWSAccountId(ACCOUNT)
            .start());
  }

  /** Where it answers. */
  public URI endpoint() {
    return endpoint;
  }

  /** A new queue; its URL. */
  public URI create() {
    return create(newName(), Map.of());
  }

  /** A new queue whose messages go to another one once they were received that often. */
  public URI create(URI deadLetters, int receptions) {
    return create(
        newName(),
        Map.of(
            "Attribute.1.Name",
            "RedrivePolicy",
            "Attribute.1.Value",
            "{\"deadLetterTargetArn\":\"arn:aws:sqs:%s:%s:%s\",\"maxReceiveCount\":%d}"
                .formatted(REGION, ACCOUNT, name(deadLetters), receptions)));
  }

  /** Makes a queue again that was deleted. */
  public void createAgain(URI queue) {
    create(name(queue), Map.of());
  }

  /** Forgets a queue and what is in it. */
  public void delete(URI queue) {
    ask(queue, Map.of("Action", "DeleteQueue"));
  }

  /** Sends a message. */
  public void send(URI queue, String body) {
    ask(queue, Map.of("Action", "SendMessage", "MessageBody", body));
  }

  /** How many messages a queue holds, received ones that were not deleted included. */
  public long messages(URI queue) {
    String answer =
        ask(
            queue,
            Map.of(
                "Action",
                "GetQueueAttributes",
                "AttributeName.1",
                "ApproximateNumberOfMessages",
                "AttributeName.2",
                "ApproximateNumberOfMessagesNotVisible"));
    return COUNT.matcher(answer).results().mapToLong(found -> Long.parseLong(found.group(1))).sum();
  }

  private URI create(String name, Map<String, String> attributes) {
    Map<String, String> call = new HashMap<>(attributes);
    call.put("Action", "CreateQueue");
    call.put("QueueName", name);
    ask(endpoint, call);
    return endpoint.resolve("/" + ACCOUNT + "/" + name);
  }

  private static String newName() {
    return "queue-" + Ids.random(12);
  }

  private static String name(URI queue) {
    return queue.getPath().substring(queue.getPath().lastIndexOf('/') + 1);
  }

  private String ask(URI address, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(address)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
    server.stopAndWait();
  }
}

package io.windlass.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The notification rules of AWS S3, which no store on this machine keeps as AWS does: one document
 * for a bucket, replaced whole; rules that overlap and targets that were not allowed are refused,
 * in the words of S3. Nothing else of S3, and no signatures. Thread-safe.
 */
public final class RuleServer implements AutoCloseable {
  private static final String EMPTY =
      "<NotificationConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>";
  private static final List<String> TARGETS = List.of("Queue", "Topic", "CloudFunction");

  private final HttpServer server;
  private final Map<String, String> documents = new ConcurrentHashMap<>();
  private final Set<String> allowed = ConcurrentHashMap.newKeySet();
  private volatile boolean denying;
  private volatile Runnable afterWrite = () -> {};

  private RuleServer(HttpServer server) {
    this.server = server;
    server.createContext("/", this::answer);
    server.start();
  }

  /** A new server without rules. */
  public static RuleServer start() {
    try {
      return new RuleServer(
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it answers. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Lets rules send to a target. */
  public void allow(String arn) {
    allowed.add(arn);
  }

  /** Whether every request is denied from now on. */
  public void deny(boolean all) {
    denying = all;
  }

  /** What somebody else does after each write over HTTP. */
  public void afterWrite(Runnable meddling) {
    afterWrite = meddling;
  }

  /** The document of a bucket as it was written last. */
  public String document(String bucket) {
    return documents.getOrDefault(bucket, EMPTY);
  }

  /** Writes the document of a bucket, as somebody else would. */
  public void document(String bucket, String xml) {
    documents.put(bucket, xml);
  }

  /** Forgets all documents. */
  public void clear() {
    documents.clear();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String bucket = exchange.getRequestURI().getPath().substring(1);
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    if (denying) {
      send(exchange, 403, error("AccessDenied", "Access Denied"));
    } else if (!"notification".equals(queryName(exchange))) {
      send(exchange, 501, error("NotImplemented", "Rules only."));
    } else if (exchange.getRequestMethod().equals("GET")) {
      send(exchange, 200, document(bucket));
    } else {
      String refusal = refusal(body);
      if (refusal.isEmpty()) {
        documents.put(bucket, body);
        afterWrite.run();
        send(exchange, 200, "");
      } else {
        send(exchange, 400, error("InvalidArgument", refusal));
      }
    }
  }

  private String refusal(String body) {
    List<Rule> rules = rules(body);
    if (!allowed.containsAll(rules.stream().map(Rule::target).toList())) {
      return "Unable to validate the following destination configurations";
    }
    boolean overlap =
        IntStream.range(0, rules.size())
            .anyMatch(one ->
                IntStream.range(0, one)
                    .anyMatch(other -> rules.get(one).overlaps(rules.get(other))));
    return overlap
        ? "Configurations overlap. Configurations on the same bucket cannot share a common event type."
        : "";
  }

  private static List<Rule> rules(String body) {
    try {
      Element root =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(body.getBytes(UTF_8)))
              .getDocumentElement();
      List<Rule> rules = new ArrayList<>();
      for (Element rule : children(root)) {
        List<String> targets = TARGETS.stream().flatMap(name -> texts(rule, name)).toList();
        if (!targets.isEmpty()) {
          rules.add(
              new Rule(
                  targets.getFirst(),
                  texts(rule, "Event").toList(),
                  filter(rule, "prefix"),
                  filter(rule, "suffix")));
        }
      }
      return rules;
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new IllegalStateException("no XML: " + body, e);
    }
  }

  private static String filter(Element rule, String name) {
    return elements(rule.getElementsByTagName("FilterRule"))
        .filter(part -> texts(part, "Name").toList().getFirst().equalsIgnoreCase(name))
        .flatMap(part -> texts(part, "Value"))
        .findFirst()
        .orElse("");
  }

  private static Stream<String> texts(Element parent, String name) {
    return elements(parent.getElementsByTagName(name)).map(Element::getTextContent);
  }

  private static List<Element> children(Element parent) {
    return elements(parent.getChildNodes()).toList();
  }

  private static Stream<Element> elements(NodeList nodes) {
    return IntStream.range(0, nodes.getLength())
        .<Node>mapToObj(nodes::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast);
  }

  private static String queryName(HttpExchange exchange) {
    String query = exchange.getRequestURI().getRawQuery();
    return query == null ? "" : query.replaceAll("=.*", "");
  }

  private static String error(String code, String message) {
    return "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, message);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private record Rule(String target, List<String> events, String prefix, String suffix) {
    boolean overlaps(Rule other) {
      boolean keys =
          (prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix))
              && (suffix.endsWith(other.suffix) || other.suffix.endsWith(suffix));
      return keys
          && events.stream()
              .anyMatch(one -> other.events.stream().anyMatch(two -> share(one, two)));
    }

    private static boolean share(String one, String two) {
      String first = one.replace("*", "");
      String second = two.replace("*", "");
      return first.equals(second)
          || (one.endsWith("*") && second.startsWith(first))
          || (two.endsWith("*") && first.startsWith(second));
    }
  }
}

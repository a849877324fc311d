package io.windlass.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.client.TestServer.Answer;
import io.windlass.client.TestServer.Heard;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One file of a server and its store in one, with the rules of both; a test can make it fail. */
final class ContentServer implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

  /** Asked before each answer: what it holds is the answer instead. */
  @FunctionalInterface
  interface Trouble {
    Optional<Answer> with(Heard request);
  }

  /** How the server cuts contents; none is sent as a whole. */
  final AtomicInteger partSize = new AtomicInteger(1000);

  /** Whether a content of one part is to be sent in one request. */
  final AtomicBoolean atOnce = new AtomicBoolean();

  /** Whether parts have to be signed with their digests. */
  final AtomicBoolean signDigests = new AtomicBoolean();

  final TestServer server = new TestServer(this::answer);
  final AtomicReference<Trouble> trouble = new AtomicReference<>(_ -> Optional.empty());
  final Map<Integer, byte[]> parts = new ConcurrentSkipListMap<>();
  private final Map<Integer, String> sent = new ConcurrentHashMap<>();
  private final AtomicReference<Optional<JsonNode>> upload =
      new AtomicReference<>(Optional.empty());
  final AtomicReference<byte[]> content = new AtomicReference<>(new byte[0]);
  final AtomicReference<String> etag = new AtomicReference<>("\"e1\"");
  final AtomicReference<Optional<String>> sha256 = new AtomicReference<>(Optional.empty());

  /** Holds this content, whose digest is known. */
  void hold(byte[] bytes) {
    content.set(bytes);
    sha256.set(Optional.of(hex("SHA-256", bytes)));
  }

  static String hex(String algorithm, byte[] bytes) {
    return HexFormat.of().formatHex(Digests.of(algorithm).digest(bytes));
  }

  private Answer answer(Heard request) {
    Optional<Answer> instead = trouble.get().with(request);
    if (instead.isPresent()) {
      return instead.get();
    }
    String target = request.method() + " " + request.target().replaceFirst("\\?.*", "");
    return switch (target) {
      case "GET /api/v1/entries" -> found();
      case "POST /api/v1/uploads" -> started(json(request));
      case "POST /api/v1/uploads/upl_1/parts" -> presigned(json(request).get("parts").get(0));
      case "POST /api/v1/uploads/upl_1/complete" -> completed(json(request));
      case "POST /api/v1/entries/9/download" -> address();
      case "GET /object" -> range(request);
      case String put when put.startsWith("PUT /store/") -> store(request);
      case String add when add.startsWith("PUT /api/v1/uploads/upl_1/parts/") -> added(request);
      default -> Answer.status(400, "{\"status\":400,\"code\":\"unexpected\"}");
    };
  }

  private static JsonNode json(Heard request) {
    try {
      return WindlassJson.mapper().readTree(request.body());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer found() {
    return upload.get().isPresent() && sha256.get().isPresent()
        ? entry()
        : Answer.status(404, "{\"status\":404,\"code\":\"not_found\"}");
  }

  private Answer started(JsonNode wanted) {
    if (wanted.path("newVersion").asBoolean()
        && upload.get().isPresent()
        && sha256.get().isPresent()
        && sha256.get().get().equals(wanted.path("sha256").asText())) {
      return Answer.json("{\"signDigests\":false,\"unchanged\":" + entryJson() + "}");
    }
    if (!upload.get().equals(Optional.of(wanted))) {
      upload.set(Optional.of(wanted));
      sent.clear();
    }
    long size = wanted.get("size").asLong();
    int part = partSize.get();
    int count = (int) Math.max(1, (size + part - 1) / part);
    StringBuilder state = new StringBuilder();
    StringBuilder arrived = new StringBuilder();
    for (int number = 1; number <= count; number++) {
      state.append(sent.containsKey(number) ? '1' : '0');
      if (sent.containsKey(number)) {
        arrived
            .append(arrived.isEmpty() ? "" : ",")
            .append("{\"number\":%d,\"md5\":\"%s\"}".formatted(number, sent.get(number)));
      }
    }
    String put =
        atOnce.get() && count == 1
            ? ",\"put\":" + target(1, Optional.of(wanted.get("md5").asText()))
            : "";
    return Answer.json(
        """
        {"upload":{"id":"upl_1","state":"uploading","size":%d,"partSize":%d,"partsState":"%s",
         "parts":[%s]},"signDigests":%s%s}\
        """
            .formatted(size, part, state, arrived, signDigests.get(), put));
  }

  private Answer presigned(JsonNode part) {
    Optional<String> md5 = Optional.ofNullable(part.get("md5")).map(JsonNode::asText);
    return Answer.json("{\"parts\":[" + target(part.get("number").asInt(), md5) + "]}");
  }

  private String target(int number, Optional<String> md5) {
    return """
    {"number":%d,"url":"%s/store/%d?token=x","method":"PUT","headers":{%s"Host":"ignored"}}\
    """
        .formatted(
            number,
            server.address(),
            number,
            md5.map(hex ->
                    "\"Content-MD5\":\"%s\","
                        .formatted(
                            Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex))))
                .orElse(""));
  }

  private Answer store(Heard request) {
    String md5 = Base64.getEncoder().encodeToString(Digests.of("MD5").digest(request.bytes()));
    if (!request.header("Content-md5").orElse(md5).equals(md5)) {
      return Answer.status(400, "<Error><Code>BadDigest</Code></Error>");
    }
    parts.put(
        Integer.parseInt(request.target().replaceAll("/store/(\\d+).*", "$1")), request.bytes());
    return Answer.status(200, "");
  }

  private Answer added(Heard request) {
    int number = Integer.parseInt(request.target().replaceAll(".*/", ""));
    String md5 = json(request).get("md5").asText();
    if (!md5.equals(hex("MD5", parts.getOrDefault(number, new byte[0])))) {
      return Answer.status(409, "{\"status\":409,\"code\":\"part_not_there\"}");
    }
    sent.put(number, md5);
    return Answer.status(204, "");
  }

  /** Believes no digest: what was sent must be what the bytes have. */
  private Answer completed(JsonNode digests) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    ByteArrayOutputStream md5s = new ByteArrayOutputStream();
    parts
        .values()
        .forEach(part -> {
          whole.writeBytes(part);
          md5s.writeBytes(Digests.of("MD5").digest(part));
        });
    byte[] bytes = whole.toByteArray();
    boolean own =
        !digests.has("partsMd5")
            || digests.get("partsMd5").asText().equals(hex("MD5", md5s.toByteArray()));
    JsonNode known = digests.has("sha256") ? digests : upload.get().orElseThrow();
    if (!own || !known.get("sha256").asText().equals(hex("SHA-256", bytes))) {
      return Answer.status(400, "{\"status\":400,\"code\":\"content_differs\"}");
    }
    hold(bytes);
    return entry();
  }

  private Answer entry() {
    return Answer.json(entryJson());
  }

  private String entryJson() {
    return """
    {"id":9,"type":"file","projectId":1,"name":"f","etag":"x","createdBy":1,
     "createdAt":"2026-11-21T10:00:00Z","modifiedBy":1,"modifiedAt":"2026-11-21T10:00:00Z",
     "version":{"number":1,"latest":true,"createdBy":1,"createdAt":"2026-11-21T10:00:00Z",
      "file":{"id":1,"locationId":1,"bucket":"b","key":"k","size":%d,"contentType":"a/b",
       "fileName":"f","sha256":"%s"}}}\
    """
        .formatted(content.get().length, sha256.get().orElse(""));
  }

  private Answer address() {
    return Answer.json(
        """
        {"url":"%s/object?token=x","size":%d,"etag":"%s","fileName":"f"%s,
         "expiresAt":"2026-11-21T11:00:00Z"}\
        """
            .formatted(
                server.address(),
                content.get().length,
                etag.get().replace("\"", "\\\""),
                sha256.get().map(hex -> ",\"sha256\":\"" + hex + "\"").orElse("")));
  }

  private Answer range(Heard request) {
    Matcher range = RANGE.matcher(request.header("Range").orElse(""));
    if (!request.header("If-match").equals(Optional.of(etag.get())) || !range.matches()) {
      return Answer.status(412, "<Error><Code>PreconditionFailed</Code></Error>");
    }
    int first = Integer.parseInt(range.group(1));
    int last = Integer.parseInt(range.group(2));
    return new Answer(206, Map.of(), java.util.Arrays.copyOfRange(content.get(), first, last + 1));
  }

  static boolean same(byte[] a, byte[] b) {
    return MessageDigest.isEqual(a, b);
  }

  static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  @Override
  public void close() {
    server.close();
  }
}

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
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One file of a server and its store in one, with the rules of both; a test can make it fail. */
final class ContentServer implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
  private static final int PART = 1000;

  /** Asked before each answer: what it holds is the answer instead. */
  @FunctionalInterface
  interface Trouble {
    Optional<Answer> with(Heard request);
  }

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
      case "POST /api/v1/uploads/upl_1/complete" -> completed();
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
    if (!upload.get().equals(Optional.of(wanted))) {
      upload.set(Optional.of(wanted));
      sent.clear();
    }
    long size = wanted.get("size").asLong();
    int count = (int) Math.max(1, (size + PART - 1) / PART);
    StringBuilder state = new StringBuilder();
    for (int number = 1; number <= count; number++) {
      state.append(sent.containsKey(number) ? '1' : '0');
    }
    return Answer.json(
        """
        {"id":"upl_1","state":"uploading","size":%d,"partSize":%d,"partsState":"%s"}\
        """
            .formatted(size, PART, state));
  }

  private Answer presigned(JsonNode part) {
    String md5 =
        Base64.getEncoder().encodeToString(HexFormat.of().parseHex(part.get("md5").asText()));
    return Answer.json(
        """
        {"parts":[{"number":%s,"url":"%s/store/%s?token=x","method":"PUT",
         "headers":{"Content-MD5":"%s","Host":"ignored"}}]}\
        """
            .formatted(part.get("number"), server.address(), part.get("number"), md5));
  }

  private Answer store(Heard request) {
    String md5 = Base64.getEncoder().encodeToString(Digests.of("MD5").digest(request.bytes()));
    if (!request.header("Content-md5").equals(Optional.of(md5))) {
      return Answer.status(400, "<Error><Code>BadDigest</Code></Error>");
    }
    parts.put(
        Integer.parseInt(request.target().replaceAll("/store/(\\d+).*", "$1")), request.bytes());
    return Answer.status(200, "");
  }

  private Answer added(Heard request) {
    int number = Integer.parseInt(request.target().replaceAll(".*/", ""));
    sent.put(number, json(request).get("md5").asText());
    return Answer.status(204, "");
  }

  private Answer completed() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    parts.values().forEach(whole::writeBytes);
    hold(whole.toByteArray());
    return entry();
  }

  private Answer entry() {
    return Answer.json(
        """
        {"id":9,"type":"file","projectId":1,"name":"f","etag":"x","createdBy":1,
         "createdAt":"2026-11-21T10:00:00Z","modifiedBy":1,"modifiedAt":"2026-11-21T10:00:00Z",
         "version":{"number":1,"latest":true,"createdBy":1,"createdAt":"2026-11-21T10:00:00Z",
          "file":{"id":1,"locationId":1,"bucket":"b","key":"k","size":%d,"contentType":"a/b",
           "fileName":"f","sha256":"%s"}}}\
        """
            .formatted(content.get().length, sha256.get().orElse("")));
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

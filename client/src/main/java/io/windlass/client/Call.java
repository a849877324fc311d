package io.windlass.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.windlass.client.model.Page;
import io.windlass.client.model.Result;
import io.windlass.client.model.Results;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** One request to be sent; every attempt of it is the same, also its idempotency key. */
final class Call {
  private final Http http;
  private final String method;
  private final String path;
  private final StringBuilder query = new StringBuilder();
  private final Optional<String> idempotencyKey;
  private Optional<byte[]> body = Optional.empty();
  private Optional<String> contentType = Optional.empty();
  private String accept = "application/json";
  private Duration patience = Duration.ofMinutes(2);

  Call(Http http, String method, String path) {
    this.http = http;
    this.method = method;
    this.path = path;
    this.idempotencyKey =
        method.equals("POST") ? Optional.of(UUID.randomUUID().toString()) : Optional.empty();
  }

  Call query(String name, Optional<?> value) {
    value.ifPresent(text ->
        query
            .append(query.isEmpty() ? '?' : '&')
            .append(name)
            .append('=')
            .append(Http.encode(text.toString())));
    return this;
  }

  Call json(Object value) {
    try {
      return body("application/json", http.json.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  Call text(String type, String text) {
    return body(type, text.getBytes(UTF_8));
  }

  private Call body(String type, byte[] bytes) {
    contentType = Optional.of(type);
    body = Optional.of(bytes);
    return this;
  }

  Call accept(String type) {
    accept = type;
    return this;
  }

  /** Waits so long for the answer; two minutes otherwise. */
  Call patience(Duration longest) {
    patience = longest;
    return this;
  }

  /** Sends it and reads the answer. */
  <T> T as(Class<T> type) {
    return type.cast(read(http.json.getTypeFactory().constructType(type)));
  }

  /** Sends it and reads what became of each thing that it asks for. */
  <T> List<Result<T>> asResults(Class<T> type) {
    TypeFactory types = http.json.getTypeFactory();
    JavaType results = types.constructParametricType(Results.class, type);
    return this.<T>asResults(results).results();
  }

  @SuppressWarnings("unchecked") // the type says so
  private <T> Results<T> asResults(JavaType type) {
    return (Results<T>) read(type);
  }

  private Object read(JavaType type) {
    try {
      return http.json.readValue(http.send(this), type);
    } catch (JacksonException e) {
      throw Http.unreadable(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends it and reads the answer as text. */
  String asText() {
    return new String(http.send(this), UTF_8);
  }

  /** Sends it and hands over the answer as it arrives. */
  InputStream asStream() {
    return http.open(this);
  }

  /** Sends it; the answer is not read. */
  void send() {
    http.send(this);
  }

  /** Sends it once for each page, each when its first item is wanted. */
  <T> Stream<T> asItems(Class<T> type) {
    JavaType page = http.json.getTypeFactory().constructParametricType(Page.class, type);
    return Pages.stream(cursor -> asPage(copy().query("cursor", cursor), page));
  }

  @SuppressWarnings("unchecked") // the type says so
  private static <T> Page<T> asPage(Call call, JavaType type) {
    return (Page<T>) call.read(type);
  }

  private Call copy() {
    Call copy = new Call(http, method, path);
    copy.query.append(query);
    copy.body = body;
    copy.contentType = contentType;
    return copy;
  }

  String method() {
    return method;
  }

  String pathAndQuery() {
    return path + query;
  }

  String accept() {
    return accept;
  }

  Duration patience() {
    return patience;
  }

  Optional<String> contentType() {
    return contentType;
  }

  Optional<String> idempotencyKey() {
    return idempotencyKey;
  }

  BodyPublisher publisher() {
    return body.map(BodyPublishers::ofByteArray).orElseGet(BodyPublishers::noBody);
  }
}

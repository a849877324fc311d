package io.windlass.objectstore.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads messages about changes: the records of S3, alone or wrapped by SNS; those that Ceph RGW and
 * MinIO post; EventBridge's events; S3's test event. Members it does not know are ignored.
 * Stateless.
 */
public final class EventMessages {
  /** The largest message: what SQS carries at most, 1 MiB. */
  public static final int LONGEST = 1 << 20;

  private static final int DEEPEST = 32;

  /** Reads, tags and the like are left out: following them would follow our own reading. */
  private static final Pattern ABOUT_CONTENT =
      Pattern.compile(
          "(ObjectCreated|ObjectRemoved|LifecycleExpiration|LifecycleTransition|ObjectLifecycle"
              + "|ObjectSynced|ObjectTransition|IntelligentTiering)(:.*)?"
              + "|ObjectRestore:(Completed|Delete)");

  private static final Set<String> BRIDGED_ABOUT_CONTENT =
      Set.of(
          "Object Created",
          "Object Deleted",
          "Object Restore Completed",
          "Object Restore Expired",
          "Object Storage Class Changed",
          "Object Access Tier Changed");

  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9._-]{1,255}");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(LONGEST)
                          .maxNumberLength(100)
                          .build())
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private EventMessages() {}

  /**
   * What a message says.
   *
   * @throws WindlassException {@code event_unreadable} when it is none of the messages known, or
   *     nothing in it can be used; never anything else
   */
  public static EventMessage parse(byte[] message) {
    if (message.length > LONGEST) {
      throw unreadable("it is longer than 1 MiB");
    }
    Reading reading = new Reading();
    reading.message(tree(message), true);
    if (reading.events.isEmpty() && reading.irrelevant == 0) {
      throw unreadable("none of its records names a bucket and a key");
    }
    return new EventMessage(reading.events, reading.irrelevant, reading.unreadable);
  }

  /** One message on its way to an {@link EventMessage}. */
  private static final class Reading {
    private final List<ObjectEvent> events = new ArrayList<>();
    private int irrelevant;
    private int unreadable;

    void message(JsonNode message, boolean mayBeWrapped) {
      if (message.path("Records").isArray()) {
        message.get("Records").forEach(this::record);
        irrelevant += message.get("Records").isEmpty() ? 1 : 0;
      } else if (message.path("Event").asText().equals("s3:TestEvent")) {
        irrelevant++;
      } else if (message.path("detail-type").isTextual()) {
        bridged(message);
      } else if (mayBeWrapped && message.path("Type").isTextual()) {
        wrapped(message);
      } else {
        throw unreadable("it is none of the messages that S3, EventBridge, Ceph or MinIO send");
      }
    }

    private void wrapped(JsonNode message) {
      switch (message.get("Type").asText()) {
        case "Notification" -> message(tree(utf8(message.path("Message").asText())), false);
        case "SubscriptionConfirmation", "UnsubscribeConfirmation" -> irrelevant++;
        default -> throw unreadable("it is not a message of SNS that is known");
      }
    }

    private void bridged(JsonNode message) {
      if (!message.path("source").asText().equals("aws.s3")
          || !BRIDGED_ABOUT_CONTENT.contains(message.get("detail-type").asText())) {
        irrelevant++;
        return;
      }
      JsonNode detail = message.path("detail");
      JsonNode object = detail.path("object");
      add(
          message.get("detail-type").asText(),
          detail.path("bucket").path("name"),
          EventKeys.eitherWay(object.path("key").asText()),
          object,
          text(object.path("version-id")),
          text(object.path("etag")));
    }

    private void record(JsonNode record) {
      String name = record.path("eventName").asText();
      String plain = name.startsWith("s3:") ? name.substring("s3:".length()) : name;
      if (!plain.isEmpty() && !ABOUT_CONTENT.matcher(plain).matches()) {
        irrelevant++;
        return;
      }
      JsonNode object = record.path("s3").path("object");
      String key = object.path("key").asText();
      boolean ceph = record.path("eventSource").asText().startsWith("ceph:");
      add(
          plain,
          record.path("s3").path("bucket").path("name"),
          ceph ? EventKeys.eitherWay(key) : EventKeys.encoded(key), // Ceph 16 does not encode
          object,
          text(object.path("versionId")),
          text(object.path("eTag")));
    }

    private void add(
        String name,
        JsonNode bucket,
        List<String> keys,
        JsonNode object,
        Optional<String> versionId,
        Optional<String> etag) {
      if (name.isEmpty() || keys.isEmpty() || !BUCKET.matcher(bucket.asText()).matches()) {
        unreadable++;
        return;
      }
      JsonNode size = object.path("size");
      for (String key : keys) {
        events.add(
            new ObjectEvent(
                name,
                bucket.asText(),
                key,
                text(object.path("sequencer")),
                versionId,
                etag,
                size.canConvertToLong() && size.isIntegralNumber()
                    ? OptionalLong.of(size.longValue())
                    : OptionalLong.empty()));
      }
    }
  }

  private static JsonNode tree(byte[] message) {
    try {
      return JSON.readTree(message);
    } catch (IOException _) { // its text may quote the message
      throw unreadable("it is not JSON");
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() && !node.asText().isEmpty()
        ? Optional.of(node.asText())
        : Optional.empty();
  }

  private static WindlassException unreadable(String why) {
    return Problem.of(
            Kind.INVALID,
            "event_unreadable",
            "The message about changes cannot be read: " + why + ".")
        .withRemedy("Let nothing but notifications about the bucket be sent here.")
        .toException();
  }
}

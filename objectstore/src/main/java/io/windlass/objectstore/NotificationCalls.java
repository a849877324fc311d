package io.windlass.objectstore;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.NotificationConfigurationFilter;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;
import software.amazon.awssdk.services.sns.SnsClient;

/** Calls on notification rules. */
final class NotificationCalls implements Notifications {
  private static final String PUT = "s3:PutBucketNotification";
  private static final String INVALID = "InvalidArgument";
  private static final String OVERLAP = "notification_overlap";
  private static final int ATTEMPTS = 3;

  private final S3Client s3;
  private final SnsClient sns;

  NotificationCalls(S3Client s3, SnsClient sns) {
    this.s3 = s3;
    this.sns = sns;
  }

  @Override
  public List<Rule> rules(String bucket) {
    return rules(document(bucket));
  }

  @Override
  public Rule put(String bucket, Rule rule) {
    try {
      return putAsIs(bucket, rule);
    } catch (StoreException e) {
      if (!rule.events().equals(EVENTS) || !mayMeanEvents(e)) {
        throw e;
      }
      return putAsIs(bucket, rule.telling(BASIC_EVENTS));
    }
  }

  /** Stores do not say which argument they do not like. */
  private static boolean mayMeanEvents(StoreException refusal) {
    return refusal.problem().code().equals(OVERLAP)
        || (refusal.failure() instanceof StoreFailure.Refused refused
            && refused.storeCode().equals(INVALID));
  }

  private Rule putAsIs(String bucket, Rule rule) {
    List<Rule> others = List.of();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      GetBucketNotificationConfigurationResponse before = document(bucket);
      others = rules(before).stream().filter(other -> !other.id().equals(rule.id())).toList();
      NotificationConfiguration all = with(rule, without(rule.id(), before));
      write(bucket, toSend(rule, all), rule, others);
      List<Rule> after = rules(bucket);
      boolean lost = !missing(others, after).isEmpty();
      if (!lost && after.stream().anyMatch(now -> isKept(rule, now))) {
        return rule;
      }
      if (lost) { // by a store that replaces what we thought it adds to, or by somebody else
        write(bucket, all, rule, others);
      }
    }
    List<Rule> after = rules(bucket);
    if (missing(others, after).isEmpty() && after.stream().anyMatch(now -> isKept(rule, now))) {
      return rule;
    }
    throw notKept(bucket, rule, missing(others, after));
  }

  private static NotificationConfiguration toSend(Rule rule, NotificationConfiguration all) {
    return rule.target() instanceof Target.OwnTopic
        ? NotificationConfiguration.builder().topicConfigurations(topic(rule)).build()
        : all;
  }

  private static boolean isKept(Rule rule, Rule now) {
    return now.id().equals(rule.id()) && now.tellsTheSameAs(rule);
  }

  @Override
  public void remove(String bucket, String ruleId, Target target) {
    GetBucketNotificationConfigurationResponse before = document(bucket);
    if (rules(before).stream().noneMatch(rule -> rule.id().equals(ruleId))) {
      return;
    }
    try {
      if (target instanceof Target.OwnTopic) {
        // Ceph's extension: without the query it would be the bucket itself
        s3.deleteBucket(call ->
            call.bucket(bucket)
                .overrideConfiguration(with -> with.putRawQueryParameter("notification", ruleId)));
      } else {
        s3.putBucketNotificationConfiguration(
            call -> call.bucket(bucket).notificationConfiguration(without(ruleId, before).build()));
      }
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onBucket(PUT, bucket));
    }
  }

  @Override
  public String createTopic(String name, URI address) {
    try {
      return sns.createTopic(call ->
              call.name(name)
                  .attributes(Map.of("push-endpoint", address.toString(), "persistent", "false")))
          .topicArn();
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onAccount("sns:CreateTopic"));
    }
  }

  @Override
  public void deleteTopic(String arn) {
    try {
      sns.deleteTopic(call -> call.topicArn(arn));
    } catch (AwsServiceException e) {
      if (e.statusCode() != 404) {
        throw Failures.of(e, StoreCall.onAccount("sns:DeleteTopic"));
      }
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onAccount("sns:DeleteTopic"));
    }
  }

  private GetBucketNotificationConfigurationResponse document(String bucket) {
    try {
      return s3.getBucketNotificationConfiguration(call -> call.bucket(bucket));
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onBucket("s3:GetBucketNotification", bucket));
    }
  }

  private void write(
      String bucket, NotificationConfiguration wanted, Rule rule, List<Rule> others) {
    try {
      s3.putBucketNotificationConfiguration(
          call -> call.bucket(bucket).notificationConfiguration(wanted));
    } catch (AwsServiceException e) {
      boolean argument =
          e.awsErrorDetails() != null && INVALID.equals(e.awsErrorDetails().errorCode());
      Optional<Rule> overlapping = others.stream().filter(rule::overlaps).findFirst();
      if (argument && overlapping.isPresent()) {
        throw overlap(bucket, overlapping.get(), e);
      }
      if (argument && String.valueOf(e.getMessage()).contains("destination")) {
        throw targetRefused(bucket, rule, e);
      }
      throw Failures.of(e, StoreCall.onBucket(PUT, bucket));
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onBucket(PUT, bucket));
    }
  }

  private static NotificationConfiguration.Builder without(
      String ruleId, GetBucketNotificationConfigurationResponse document) {
    return NotificationConfiguration.builder()
        .eventBridgeConfiguration(document.eventBridgeConfiguration())
        .lambdaFunctionConfigurations(document.lambdaFunctionConfigurations())
        .queueConfigurations(
            document.queueConfigurations().stream()
                .filter(rule -> !Objects.equals(rule.id(), ruleId))
                .toList())
        .topicConfigurations(
            document.topicConfigurations().stream()
                .filter(rule -> !Objects.equals(rule.id(), ruleId))
                .toList());
  }

  private static NotificationConfiguration with(
      Rule rule, NotificationConfiguration.Builder others) {
    NotificationConfiguration present = others.build();
    return rule.target() instanceof Target.Queue
        ? others.queueConfigurations(and(present.queueConfigurations(), queue(rule))).build()
        : others.topicConfigurations(and(present.topicConfigurations(), topic(rule))).build();
  }

  private static <T> List<T> and(List<T> present, T added) {
    List<T> all = new ArrayList<>(present);
    all.add(added);
    return all;
  }

  private static QueueConfiguration queue(Rule rule) {
    return QueueConfiguration.builder()
        .id(rule.id())
        .queueArn(rule.target().arn())
        .eventsWithStrings(sorted(rule.events()))
        .filter(filter(rule))
        .build();
  }

  private static TopicConfiguration topic(Rule rule) {
    return TopicConfiguration.builder()
        .id(rule.id())
        .topicArn(rule.target().arn())
        .eventsWithStrings(sorted(rule.events()))
        .filter(filter(rule))
        .build();
  }

  private static List<String> sorted(Set<String> events) {
    return events.stream().sorted().toList();
  }

  private static @Nullable NotificationConfigurationFilter filter(Rule rule) {
    List<FilterRule> rules = // in lower case: S3 takes either, Ceph RGW 16 only this
        Stream.of(
                FilterRule.builder().name("prefix").value(rule.prefix()).build(),
                FilterRule.builder().name("suffix").value(rule.suffix()).build())
            .filter(one -> !one.value().isEmpty())
            .toList();
    return rules.isEmpty()
        ? null
        : NotificationConfigurationFilter.builder().key(key -> key.filterRules(rules)).build();
  }

  private static List<Rule> rules(GetBucketNotificationConfigurationResponse document) {
    List<Rule> rules = new ArrayList<>();
    document
        .queueConfigurations()
        .forEach(one ->
            rules.add(
                rule(
                    one.id(),
                    new Target.Queue(one.queueArn()),
                    one.eventsAsStrings(),
                    one.filter())));
    document
        .topicConfigurations()
        .forEach(one ->
            rules.add(
                rule(
                    one.id(),
                    new Target.Topic(one.topicArn()),
                    one.eventsAsStrings(),
                    one.filter())));
    document
        .lambdaFunctionConfigurations()
        .forEach(one ->
            rules.add(
                rule(
                    one.id(),
                    new Target.Function(one.lambdaFunctionArn()),
                    one.eventsAsStrings(),
                    one.filter())));
    return List.copyOf(rules);
  }

  private static Rule rule(
      @Nullable String id,
      Target target,
      List<String> events,
      @Nullable NotificationConfigurationFilter filter) {
    List<FilterRule> parts =
        filter == null || filter.key() == null ? List.of() : filter.key().filterRules();
    return new Rule(
        Objects.requireNonNullElse(id, ""),
        target,
        Set.copyOf(events),
        part(parts, "prefix"),
        part(parts, "suffix"));
  }

  /** S3 writes the names as {@code Prefix} what was sent as {@code prefix}. */
  private static String part(List<FilterRule> parts, String name) {
    return parts.stream()
        .filter(one -> name.equalsIgnoreCase(one.nameAsString()))
        .map(one -> Objects.requireNonNullElse(one.value(), ""))
        .findFirst()
        .orElse("");
  }

  private static List<Rule> missing(List<Rule> expected, List<Rule> present) {
    return expected.stream().filter(rule -> !present.contains(rule)).toList();
  }

  private static StoreException overlap(String bucket, Rule other, AwsServiceException cause) {
    return refused(
        OVERLAP,
        "Bucket %s already tells %s of changes below '%s' (notification rule '%s'), and S3 allows one rule only."
            .formatted(bucket, other.target().arn(), other.prefix(), other.id()),
        "Let Windlass read the queue of that rule, or send it events by EventBridge or SNS, or"
            + " narrow the other rule.",
        cause);
  }

  private static StoreException targetRefused(String bucket, Rule rule, AwsServiceException cause) {
    return refused(
        "notification_target_refused",
        "The store may not send events of bucket %s to %s.".formatted(bucket, rule.target().arn()),
        "Allow it in the policy of the queue or topic, in the region of the bucket: docs/change-feeds.md has the document to paste.",
        cause);
  }

  private static StoreException notKept(String bucket, Rule rule, List<Rule> lost) {
    return refused(
        "notification_not_kept",
        lost.isEmpty()
            ? "The store took the notification rule %s of bucket %s and does not have it."
                .formatted(rule.id(), bucket)
            : "Notification rules of bucket %s that are not ours went missing: %s."
                .formatted(bucket, lost.stream().map(Rule::id).collect(Collectors.joining(", "))),
        "Somebody else may be changing the bucket's notifications at the same time: look at them"
            + " and try again.",
        null);
  }

  private static StoreException refused(
      String code, String text, String remedy, @Nullable Throwable cause) {
    return new StoreException(
        new StoreFailure.Refused(code, 400),
        Problem.of(Kind.STORE_REFUSED, code, text).withRemedy(remedy),
        cause == null ? new IllegalStateException(code) : cause);
  }
}

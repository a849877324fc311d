package io.windlass.connection.feed;

import io.windlass.connection.Connections;
import io.windlass.connection.policy.PolicyPrinter;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.Secret;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.EventQueue;
import io.windlass.objectstore.Notifications;
import io.windlass.objectstore.Notifications.Rule;
import io.windlass.objectstore.Notifications.Target;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Our rules at the buckets. Feeds of one bucket that read one queue share the widest of their
 * rules, because S3 takes no two that overlap.
 */
final class FeedRules {
  private static final String OURS = "Windlass-";

  /** What means the same in the rules of every store; AWS wants all else encoded, others do not. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/_.-]*");

  private final Connections connections;
  private final FeedRows rows;

  FeedRules(Connections connections, FeedRows rows) {
    this.connections = connections;
    this.rows = rows;
  }

  /** Puts the rule of a feed where it belongs. */
  void install(FeedRow row, Optional<Secret> pushAddress) {
    if (!row.keepsRule()) {
      return;
    }
    Notifications notifications = connections.open(row.connectionId()).notifications();
    Target target = target(row, notifications, pushAddress);
    Rule wanted = rule(row, target);
    List<Rule> present = notifications.rules(row.bucket());
    if (present.stream().noneMatch(rule -> isIt(rule, wanted))
        && present.stream().anyMatch(rule -> covers(rule, wanted))) {
      return;
    }
    for (Rule narrower : present) { // of a feed that will share ours
      if (narrower.id().startsWith(OURS)
          && !narrower.id().equals(wanted.id())
          && covers(wanted, narrower)
          && rows.find(narrower.id().substring(OURS.length())).isPresent()) {
        notifications.remove(row.bucket(), narrower.id(), target);
      }
    }
    try {
      notifications.put(row.bucket(), wanted);
    } catch (StoreException e) {
      throw withPolicy(e, row, target);
    }
  }

  /** What is wrong with the rule of a feed. */
  Optional<Problem> check(FeedRow row) {
    if (!row.keepsRule()) {
      return Optional.empty();
    }
    try {
      Optional<Target> target = knownTarget(row);
      if (target.isEmpty()) {
        return Optional.of(missing(row));
      }
      Rule wanted = rule(row, target.get());
      List<Rule> present = connections.open(row.connectionId()).notifications().rules(row.bucket());
      if (present.stream().anyMatch(rule -> isIt(rule, wanted) || covers(rule, wanted))) {
        return Optional.empty();
      }
      boolean altered = present.stream().anyMatch(rule -> rule.id().equals(wanted.id()));
      return Optional.of(altered ? altered(row) : missing(row));
    } catch (WindlassException e) {
      return Optional.of(e.problem());
    }
  }

  /** Takes the rule of a feed away, and gives those that shared it their own. */
  void remove(FeedRow row) {
    if (!row.keepsRule()) {
      return;
    }
    Notifications notifications = connections.open(row.connectionId()).notifications();
    Optional<Target> target = knownTarget(row);
    if (target.isPresent()) {
      notifications.remove(row.bucket(), OURS + row.id(), target.get());
    }
    row.topicArn().ifPresent(notifications::deleteTopic);
    row.queueUrl()
        .ifPresent(url ->
            rows.ofQueue(url).stream()
                .filter(other -> !other.id().equals(row.id()))
                .filter(other -> other.bucket().equals(row.bucket()))
                .forEach(other -> install(other, Optional.empty())));
  }

  /** Whether the queue of a feed is there. Keys that may not ask are no proof that it is not. */
  Optional<Problem> checkQueue(FeedRow row) {
    try {
      row.queueUrl().ifPresent(_ -> facts(row));
      return Optional.empty();
    } catch (WindlassException e) {
      return Optional.of(e.problem());
    }
  }

  private Target target(FeedRow row, Notifications notifications, Optional<Secret> pushAddress) {
    if (row.source() == FeedRow.Source.PUSH && row.pushTarget().isEmpty()) {
      String arn =
          notifications.createTopic(
              "windlass-" + row.id(), URI.create(pushAddress.orElseThrow().reveal()));
      rows.topic(row.id(), arn);
      return new Target.OwnTopic(arn);
    }
    return knownTarget(row).orElseThrow();
  }

  private Optional<Target> knownTarget(FeedRow row) {
    return switch (row.source()) {
      case QUEUE -> Optional.of(new Target.Queue(queueArn(row)));
      case PUSH ->
          row.pushTarget()
              .<Target>map(
                  arn -> arn.contains(":sns:") ? new Target.Topic(arn) : new Target.Queue(arn))
              .or(() -> row.topicArn().map(Target.OwnTopic::new));
      case NONE -> Optional.empty();
    };
  }

  private String queueArn(FeedRow row) {
    return facts(row)
        .arn()
        .orElseGet(() ->
            QueueNames.arn(
                URI.create(row.queueUrl().orElseThrow()), row.queueRegion().orElseThrow()));
  }

  private EventQueue.Facts facts(FeedRow row) {
    try (EventQueue queue =
        connections
            .open(row.queueReader())
            .queue(URI.create(row.queueUrl().orElseThrow()), row.queueRegion().orElseThrow())) {
      return queue.facts();
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.Denied) {
        return new EventQueue.Facts(Optional.empty(), false);
      }
      throw e;
    }
  }

  private static Rule rule(FeedRow row, Target target) {
    return new Rule(OURS + row.id(), target, Notifications.EVENTS, rulePrefix(row.prefix()), "");
  }

  /**
   * The whole prefix, or as much of it as no store can take otherwise: events beyond are ignored.
   */
  static String rulePrefix(String prefix) {
    if (PLAIN.matcher(prefix).matches()) {
      return prefix;
    }
    int plain = 0;
    while (PLAIN.matcher(prefix.substring(0, plain + 1)).matches()) {
      plain++;
    }
    return prefix.substring(0, prefix.substring(0, plain).lastIndexOf('/') + 1);
  }

  private static boolean isIt(Rule present, Rule wanted) {
    return present.id().equals(wanted.id())
        && (present.tellsTheSameAs(wanted)
            || present.tellsTheSameAs(wanted.telling(Notifications.BASIC_EVENTS)));
  }

  /** Whether a rule tells the same place at least of what another is to tell it. */
  private static boolean covers(Rule present, Rule wanted) {
    return present.target().arn().equals(wanted.target().arn())
        && present.suffix().isEmpty()
        && wanted.prefix().startsWith(present.prefix())
        && present.events().containsAll(Notifications.BASIC_EVENTS);
  }

  private static WindlassException withPolicy(StoreException refusal, FeedRow row, Target target) {
    if (!refusal.problem().code().equals("notification_target_refused")
        || row.source() != FeedRow.Source.QUEUE) {
      return refusal;
    }
    return new StoreException(
        refusal.failure(),
        Problem.of(Kind.STORE_REFUSED, refusal.problem().code(), refusal.problem().message())
            .withRemedy(
                "The queue must be in the region of the bucket, and its policy must allow this: "
                    + PolicyPrinter.queue(target.arn(), row.bucket(), Optional.empty())),
        refusal);
  }

  private static Problem missing(FeedRow row) {
    return Problem.of(
            Kind.CONFLICT,
            "notification_missing",
            "The notification rule "
                + OURS
                + row.id()
                + " of bucket "
                + row.bucket()
                + " is not there.")
        .withRemedy("Repair it, or let whoever removes it keep rules that begin with Windlass-.");
  }

  private static Problem altered(FeedRow row) {
    return Problem.of(
            Kind.CONFLICT,
            "notification_altered",
            "The notification rule "
                + OURS
                + row.id()
                + " of bucket "
                + row.bucket()
                + " is not as Windlass made it.")
        .withRemedy("Repair it, or let whoever changed it leave rules that begin with Windlass-.");
  }
}

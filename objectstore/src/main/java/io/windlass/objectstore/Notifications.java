package io.windlass.objectstore;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * The notification rules of buckets. S3 keeps all rules of a bucket in one document: each change
 * here reads it, changes one rule and looks again whether the others are still there. Thread-safe;
 * every failure is a {@link StoreException}.
 */
public interface Notifications {
  /**
   * What a rule of ours should tell; stores that do not know all of it get {@link #BASIC_EVENTS}.
   */
  Set<String> EVENTS =
      Set.of(
          "s3:ObjectCreated:*",
          "s3:ObjectRemoved:*",
          "s3:LifecycleExpiration:*",
          "s3:ObjectRestore:Completed");

  /** What every store with notifications knows. */
  Set<String> BASIC_EVENTS = Set.of("s3:ObjectCreated:*", "s3:ObjectRemoved:*");

  /** All rules of a bucket. */
  List<Rule> rules(String bucket);

  /**
   * Adds the rule, or replaces the one with its id, and leaves all others as they are. A rule of
   * all {@link #EVENTS} tells of {@link #BASIC_EVENTS} only where the store does not know the
   * others.
   *
   * @return the rule as the store has it now
   * @throws io.windlass.foundation.WindlassException {@code notification_overlap} when another rule
   *     tells of the same events below the same keys; {@code notification_target_refused} when the
   *     store may not or cannot send there; {@code notification_not_kept} when the rule, or another
   *     one, is not there afterwards
   */
  Rule put(String bucket, Rule rule);

  /** Removes the rule with this id and leaves all others. Succeeds when there is none. */
  void remove(String bucket, String ruleId, Target target);

  /**
   * Makes, or changes, a topic at the store itself that posts to an address, as Ceph RGW does.
   * Deliveries are not retried by the store: one that waits for a receiver that stays away would
   * one day refuse writes.
   *
   * @param address with everything the receiver wants to see in it
   * @return the topic's ARN
   */
  String createTopic(String name, URI address);

  /** Forgets such a topic. Succeeds when there is none. */
  void deleteTopic(String arn);

  /** Where a rule sends to. */
  sealed interface Target {
    /** Its name in rules. */
    String arn();

    /** A queue: SQS, or what the store calls so, as MinIO does its web hooks. */
    record Queue(String arn) implements Target {}

    /** A topic of SNS. */
    record Topic(String arn) implements Target {}

    /**
     * A topic that {@link #createTopic} made. Such stores add the rules they are sent to those they
     * have, and forget one when asked to by its id.
     */
    record OwnTopic(String arn) implements Target {}

    /** Anything else: a function. */
    record Function(String arn) implements Target {}
  }

  /**
   * A rule.
   *
   * @param events with {@code s3:}, the last part may be {@code *}
   * @param prefix of the keys, as it stands in the rule
   * @param suffix of the keys, as it stands in the rule
   */
  record Rule(String id, Target target, Set<String> events, String prefix, String suffix) {
    /** Checks that nothing is missing, and copies the set. */
    public Rule {
      requireNonNull(id, "id");
      requireNonNull(target, "target");
      requireNonNull(prefix, "prefix");
      requireNonNull(suffix, "suffix");
      events = Set.copyOf(events);
    }

    /** The same rule for other events. */
    public Rule telling(Set<String> others) {
      return new Rule(id, target, others, prefix, suffix);
    }

    /** Whether it sends the same of the same keys to the same place, whatever its id. */
    public boolean tellsTheSameAs(Rule other) {
      return target.arn().equals(other.target.arn())
          && events.equals(other.events)
          && prefix.equals(other.prefix)
          && suffix.equals(other.suffix);
    }

    /** Whether some event of some key concerns both: S3 refuses such pairs. */
    public boolean overlaps(Rule other) {
      boolean sameKeys =
          (prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix))
              && (suffix.endsWith(other.suffix) || other.suffix.endsWith(suffix));
      return sameKeys
          && events.stream()
              .anyMatch(one -> other.events.stream().anyMatch(two -> shareEvents(one, two)));
    }

    private static boolean shareEvents(String one, String two) {
      return covers(one, two) || covers(two, one);
    }

    private static boolean covers(String wide, String narrow) {
      return wide.equals(narrow)
          || (wide.endsWith("*") && narrow.startsWith(wide.substring(0, wide.length() - 1)));
    }
  }
}

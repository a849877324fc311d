package io.windlass.connection.feed;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of SQS queues. */
final class QueueNames {
  private static final Pattern PATH =
      Pattern.compile("/(?:queue/)?([0-9]{12})/([A-Za-z0-9_.-]{1,80})");

  private QueueNames() {}

  /** The ARN behind {@code https://HOST/ACCOUNT/NAME}. */
  static String arn(URI url, String region) {
    Matcher path = PATH.matcher(String.valueOf(url.getPath()));
    if (!path.matches()) {
      throw Problem.of(
              Kind.INVALID, "invalid_queue_url", "The queue's URL does not end in /ACCOUNT/NAME.")
          .withRemedy("Take it from the queue's page, or from: aws sqs get-queue-url")
          .toException();
    }
    String partition =
        region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    return "arn:%s:sqs:%s:%s:%s".formatted(partition, region, path.group(1), path.group(2));
  }
}

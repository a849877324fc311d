package io.windlass.objectstore;

import static software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.QUEUE_ARN;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.REDRIVE_POLICY;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** An {@link EventQueue} by the AWS SDK. */
final class SqsEventQueue implements EventQueue {
  private final SqsClient sqs;
  private final String url;

  SqsEventQueue(SqsClient sqs, String url) {
    this.sqs = sqs;
    this.url = url;
  }

  @Override
  public List<Message> receive(Duration patience, Duration invisible) {
    try {
      return sqs
          .receiveMessage(call ->
              call.queueUrl(url)
                  .maxNumberOfMessages(BATCH)
                  .waitTimeSeconds(Math.toIntExact(Math.min(20, patience.toSeconds())))
                  .visibilityTimeout(Math.toIntExact(invisible.toSeconds()))
                  .messageSystemAttributeNames(APPROXIMATE_RECEIVE_COUNT))
          .messages()
          .stream()
          .map(message ->
              new Message(
                  message.messageId(),
                  message.receiptHandle(),
                  message.body(),
                  timesReceived(message.attributes())))
          .toList();
    } catch (SdkException e) {
      throw failure(e, "sqs:ReceiveMessage");
    }
  }

  @Override
  public void delete(Collection<Message> messages) {
    List<Message> all = new ArrayList<>(messages);
    try {
      for (int from = 0; from < all.size(); from += BATCH) {
        List<DeleteMessageBatchRequestEntry> batch = new ArrayList<>();
        for (Message message : all.subList(from, Math.min(all.size(), from + BATCH))) {
          batch.add(
              DeleteMessageBatchRequestEntry.builder()
                  .id(Integer.toString(batch.size()))
                  .receiptHandle(message.receipt())
                  .build());
        }
        sqs.deleteMessageBatch(call -> call.queueUrl(url).entries(batch));
      }
    } catch (SdkException e) {
      throw failure(e, "sqs:DeleteMessage");
    }
  }

  @Override
  public Facts facts() {
    try {
      Map<QueueAttributeName, String> attributes =
          sqs.getQueueAttributes(
                  call -> call.queueUrl(url).attributeNames(QUEUE_ARN, REDRIVE_POLICY))
              .attributes();
      return new Facts(
          Optional.ofNullable(attributes.get(QUEUE_ARN)), attributes.containsKey(REDRIVE_POLICY));
    } catch (SdkException e) {
      throw failure(e, "sqs:GetQueueAttributes");
    }
  }

  @Override
  public void close() {
    sqs.close();
  }

  private WindlassException failure(SdkException failure, String action) {
    if (failure instanceof QueueDoesNotExistException missing) {
      return new StoreException(
          new StoreFailure.Refused("QueueDoesNotExist", missing.statusCode()),
          Problem.of(Kind.NOT_FOUND, "queue_not_found", "There is no queue " + url + ".")
              .withRemedy("Check the queue's URL and region, or make the queue."),
          failure);
    }
    return Failures.of(failure, StoreCall.onQueue(action, url));
  }

  private static int timesReceived(Map<MessageSystemAttributeName, String> attributes) {
    return Integer.parseInt(attributes.getOrDefault(APPROXIMATE_RECEIVE_COUNT, "1"));
  }
}

package io.windlass.client.model;

import java.util.Optional;

/**
 * How a link hears of changes in its bucket at once. Without it, and besides it, the listing of the
 * bucket is compared with the directory from time to time.
 *
 * @param source {@code queue}: an SQS queue that receives the bucket's notifications; {@code push}:
 *     the store posts to this installation, as Ceph and MinIO do
 * @param url of the queue; or where the store reaches this installation, for example {@code
 *     http://windlass.lab:8080}
 * @param region of the queue; absent: what its URL says
 * @param target for a push through MinIO: the ARN under which it knows the address
 * @param ruleByOwner the owner of the bucket keeps its notification rule; otherwise Windlass adds
 *     one rule of its own and takes it away with the link
 */
public record LinkEvents(
    String source,
    String url,
    Optional<String> region,
    Optional<String> target,
    boolean ruleByOwner) {}

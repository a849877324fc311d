package io.windlass.objectstore.event;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A store says that something happened to an object. Only bucket and key can be relied on: stores
 * repeat, delay, reorder and lose events.
 *
 * @param name as the store calls it, without {@code s3:}: for example {@code ObjectCreated:Put} or
 *     EventBridge's {@code Object Created}
 * @param key 1 to 1,024 bytes in UTF-8, decoded
 * @param sequencer orders the events of one key at some stores, as hexadecimal digits
 * @param versionId of the object, in buckets with versions
 * @param etag without quotes
 * @param size in bytes
 */
public record ObjectEvent(
    String name,
    String bucket,
    String key,
    Optional<String> sequencer,
    Optional<String> versionId,
    Optional<String> etag,
    OptionalLong size) {}

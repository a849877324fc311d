package io.windlass.client.model;

import java.util.Optional;

/**
 * The content of a file version: an object in a bucket.
 *
 * @param id its number
 * @param locationId where it lies
 * @param bucket its bucket
 * @param key its key
 * @param versionId its version in the bucket, where the bucket keeps versions
 * @param storeEtag its ETag in the bucket
 * @param size in bytes
 * @param md5 of the content, in hexadecimal, where it is known
 * @param sha256 of the content, in hexadecimal, where it is known
 * @param contentType its media type
 * @param fileName its name when it is downloaded
 */
public record StoredFile(
    long id,
    long locationId,
    String bucket,
    String key,
    Optional<String> versionId,
    Optional<String> storeEtag,
    long size,
    Optional<String> md5,
    Optional<String> sha256,
    String contentType,
    String fileName) {}

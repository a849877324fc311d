package io.windlass.catalog;

import java.util.Optional;

/**
 * An object to be made known to the catalog.
 *
 * @param locationId the location it lies in
 * @param bucket must be the location's
 * @param key whole key; must be strictly below the location's base key
 * @param versionId version of the object, where the bucket keeps versions
 * @param storeEtag the store's ETag without quotes
 * @param size bytes, as the store says
 * @param md5 32 hex digits, where known
 * @param sha256 64 hex digits, where known
 * @param contentType media type; absent is {@code application/octet-stream}
 * @param fileName name to save it under; absent is the last part of the key
 * @param written whether Windlass wrote the object
 */
public record NewStoredFile(
    long locationId,
    String bucket,
    String key,
    Optional<String> versionId,
    Optional<String> storeEtag,
    long size,
    Optional<String> md5,
    Optional<String> sha256,
    Optional<String> contentType,
    Optional<String> fileName,
    boolean written) {}

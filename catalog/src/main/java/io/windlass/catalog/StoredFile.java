package io.windlass.catalog;

import java.time.Instant;
import java.util.Optional;

/**
 * An object in a store as the catalog knows it; versions of files point at these. Immutable, also
 * in the database.
 *
 * @param id positive, never reused
 * @param locationId the location it lies in
 * @param bucket bucket of that location
 * @param key whole key; strictly below the location's base key
 * @param versionId version of the object, where the bucket keeps versions
 * @param storeEtag the store's ETag without quotes
 * @param size bytes
 * @param md5 of the content, 32 lower-case hex digits, where known
 * @param sha256 of the content, 64 lower-case hex digits, where known
 * @param contentType media type
 * @param fileName name to save it under
 * @param written whether Windlass wrote the object; only such objects may ever be deleted
 * @param createdBy user id of the one who uploaded or registered it
 * @param createdAt moment of that
 * @param etag of this record
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
    String fileName,
    boolean written,
    long createdBy,
    Instant createdAt,
    String etag) {}

package io.windlass.client.model;

import java.util.Optional;

/**
 * Content to be uploaded as a file. The same request by the same user continues the upload under
 * way, or answers the one that is done, when it names a digest.
 *
 * @param parentId the project or folder it goes into; or
 * @param path {@code PROJECT/a/b} of the file
 * @param name its name in the parent; absent with a path
 * @param size in bytes, at most 5 TiB
 * @param md5 of the whole content in hexadecimal
 * @param sha256 of the whole content in hexadecimal
 * @param contentType its media type
 * @param partSize wanted size of the parts in bytes; the server may choose another
 * @param newVersion whether an existing file gets a new version; else it is refused
 */
public record NewUpload(
    Optional<Long> parentId,
    Optional<String> path,
    Optional<String> name,
    long size,
    Optional<String> md5,
    Optional<String> sha256,
    Optional<String> contentType,
    Optional<Long> partSize,
    boolean newVersion) {}

package io.windlass.client.model;

import java.util.Optional;

/**
 * What became of a request to upload a file: an upload, or the file when it has these bytes
 * already.
 *
 * @param upload the upload, under way or done
 * @param put where the whole content goes in one request; there for a content small enough, whose
 *     MD5 the request named. The upload is completed right after it
 * @param signDigests whether parts have to be signed with their MD5, as the store's answer proves
 *     nothing of the bytes it took
 * @param unchanged the file that is there with the same bytes; nothing is to be sent
 */
public record StartedUpload(
    Optional<Upload> upload,
    Optional<PresignedPart> put,
    boolean signDigests,
    Optional<Entry> unchanged) {}

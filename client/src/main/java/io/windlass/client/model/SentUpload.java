package io.windlass.client.model;

import java.util.Optional;

/**
 * An upload all of which has been sent.
 *
 * @param id of the upload
 * @param digests that were not known when it was started
 */
public record SentUpload(String id, Optional<CompleteUpload> digests) {}

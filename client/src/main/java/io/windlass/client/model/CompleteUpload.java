package io.windlass.client.model;

import java.util.Optional;

/**
 * Digests of a content that were not known when its upload was started, all in hexadecimal.
 *
 * @param md5 of the whole
 * @param sha256 of the whole
 * @param partsMd5 MD5 of the MD5s of all parts in their order: that the parts are the sender's, and
 *     not those of another one who uploads under the same name at the same time
 */
public record CompleteUpload(
    Optional<String> md5, Optional<String> sha256, Optional<String> partsMd5) {}

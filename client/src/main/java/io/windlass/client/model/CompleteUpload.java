package io.windlass.client.model;

import java.util.Optional;

/**
 * The digests of the whole, known only after its last byte was read.
 *
 * @param md5 in hexadecimal
 * @param sha256 in hexadecimal
 */
public record CompleteUpload(Optional<String> md5, Optional<String> sha256) {}

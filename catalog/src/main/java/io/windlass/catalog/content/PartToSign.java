package io.windlass.catalog.content;

import java.util.Optional;

/**
 * A part for which a signed request is wanted.
 *
 * @param number 1 to the upload's part count
 * @param md5 hex; where given it is signed into the request, and the store refuses other bytes
 */
public record PartToSign(int number, Optional<String> md5) {}

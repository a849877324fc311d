package io.windlass.client.model;

import java.util.Optional;

/**
 * A part and its digest.
 *
 * @param number counts from 1
 * @param md5 in hexadecimal; of a part to be signed, absent: whatever is sent
 */
public record PartDigest(int number, Optional<String> md5) {}

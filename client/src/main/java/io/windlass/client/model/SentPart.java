package io.windlass.client.model;

/**
 * A part that the store has taken.
 *
 * @param md5 of its bytes, in hexadecimal
 */
public record SentPart(String md5) {}

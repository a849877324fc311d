package io.windlass.client.model;

/**
 * What became of a rotation of the key that encrypts secrets.
 *
 * @param secrets how many secrets were encrypted anew
 */
public record RotatedKey(long secrets) {}

package io.windlass.client.model;

/**
 * A part and its digest.
 *
 * @param number counts from 1
 * @param md5 in hexadecimal
 */
public record PartDigest(int number, String md5) {}

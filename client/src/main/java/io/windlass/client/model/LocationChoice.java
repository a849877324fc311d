package io.windlass.client.model;

/**
 * The location that a folder keeps its files in.
 *
 * @param locationId its number
 */
public record LocationChoice(long locationId) {}

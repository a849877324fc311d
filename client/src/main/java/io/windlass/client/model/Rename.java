package io.windlass.client.model;

/**
 * A file or directory that gets another path in its collection.
 *
 * @param from its path now
 * @param to its new path, which nothing may have
 */
public record Rename(String from, String to) {}

package io.windlass.client.model;

/**
 * A directory to be made in a collection.
 *
 * @param path from the root of the collection
 */
public record NewDirectory(String path) {}

package io.windlass.client.model;

/**
 * Where an entry goes.
 *
 * @param path its new path; when a folder is there already, the entry goes into it
 */
public record Move(String path) {}

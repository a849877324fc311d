package io.windlass.client.model;

import java.util.Optional;

/**
 * A time-limited address to be made for one object of a collection.
 *
 * @param path of the object, from the root of the collection
 * @param method {@code GET} to read it, {@code PUT} to write it
 * @param seconds how long the address is good for; an hour where absent, at most 7 days
 */
public record NewPresignedAddress(String path, String method, Optional<Long> seconds) {}

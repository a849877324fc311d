package io.windlass.connection.feed;

import java.time.Instant;

/**
 * A comparison of a listing with what is known that has not come to its end.
 *
 * @param since when it began
 * @param to the last key that was compared
 */
public record Comparison(Instant since, String to) {}

package io.windlass.connection.feed;

import java.time.Instant;

/**
 * Something may have happened to a key since the consumer last looked at it: read the key and apply
 * what it is now. All that was heard of one key is one hint.
 *
 * @param key the whole key, prefix included
 * @param generation changes with everything that is heard of the key, and each time it is taken
 * @param firstSeen when the first of what this hint stands for was heard
 */
public record Hint(String key, long generation, Instant firstSeen) {}

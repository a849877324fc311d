package io.windlass.connection.feed;

/**
 * What became of a posted message.
 *
 * @param accepted events that are durably noted
 * @param ignored events of other buckets and prefixes, and kinds of events that do not matter
 * @param refused what could not be read; repeating it would not help
 */
public record Accepted(int accepted, int ignored, int refused) {}

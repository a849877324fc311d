package io.windlass.client.model;

/**
 * What became of a message about changes that a store posted.
 *
 * @param accepted events that are durably noted
 * @param ignored events of other buckets and prefixes, and kinds of events that do not matter
 * @param refused what could not be read; repeating it would not help
 */
public record AcceptedEvents(int accepted, int ignored, int refused) {}

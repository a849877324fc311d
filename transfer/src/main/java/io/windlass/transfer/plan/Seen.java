package io.windlass.transfer.plan;

import io.windlass.transfer.collection.Storage.Walked;

/**
 * Something a planner has come to in a source.
 *
 * @param version of the object; empty for the current one
 */
record Seen(Walked walked, String version) {}

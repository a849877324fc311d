package io.windlass.catalog;

import java.time.Instant;

/**
 * An entry in the trash; all below it went with it.
 *
 * @param entry as it was, its parent included
 * @param trashedBy user id of the one who put it there and may take it back
 * @param trashedAt when
 */
public record TrashedEntry(Entry entry, long trashedBy, Instant trashedAt) {}

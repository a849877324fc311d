package io.windlass.client.model;

import java.util.Optional;

/**
 * What to change of an entry; what is absent stays as it is.
 *
 * @param name a new name
 * @param description a new description
 * @param etag refuse the change when the entry no longer has this etag
 */
public record EntryChange(
    Optional<String> name, Optional<String> description, Optional<String> etag) {}

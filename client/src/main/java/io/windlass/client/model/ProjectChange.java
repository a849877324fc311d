package io.windlass.client.model;

import java.util.Optional;

/**
 * What to change of a project; what is absent stays as it is.
 *
 * @param name a new name
 * @param description a new description
 * @param region a new region
 * @param etag refuse the change when the project no longer has this etag
 */
public record ProjectChange(
    Optional<String> name,
    Optional<String> description,
    Optional<String> region,
    Optional<String> etag) {}

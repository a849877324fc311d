package io.windlass.client.model;

import java.util.Optional;

/**
 * A project to be made; its maker becomes its owner.
 *
 * @param name unique
 * @param description for people to read
 * @param region where its data is meant to be
 */
public record NewProject(String name, Optional<String> description, Optional<String> region) {}

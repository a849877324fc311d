package io.windlass.client.model;

import java.util.Optional;

/**
 * A group to be made; its maker is the first member.
 *
 * @param name unique
 * @param description for people to read
 */
public record NewGroup(String name, Optional<String> description) {}

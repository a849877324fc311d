package io.windlass.client.model;

import java.util.Optional;

/**
 * What went wrong with one of several things.
 *
 * @param subject what it is about, for example {@code location 5 (my-bucket/raw)}
 * @param detail one sentence for a person
 * @param code stable word for programs
 * @param remedy what to do next
 */
public record PartialProblem(String subject, String detail, String code, Optional<String> remedy) {}

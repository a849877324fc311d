package io.windlass.client.model;

import java.util.Optional;

/**
 * A problem that was kept with the thing it befell.
 *
 * @param code stable word for programs
 * @param message one sentence for a person
 * @param remedy what to do next
 */
public record StoredProblem(String code, String message, Optional<String> remedy) {}

package io.windlass.database.task;

import java.util.Optional;

/**
 * A task to be.
 *
 * @param kind what sort of work
 * @param subject what it works on
 * @param input JSON for the handler
 * @param createdBy id of the user who asks for it
 */
public record NewTask(String kind, Optional<String> subject, String input, long createdBy) {}

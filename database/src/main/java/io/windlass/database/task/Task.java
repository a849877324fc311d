package io.windlass.database.task;

import io.windlass.foundation.Problem;
import java.time.Instant;
import java.util.Optional;

/**
 * One piece of long work, as it stood when it was read. Immutable.
 *
 * @param id {@code task_…}
 * @param kind what sort of work; decides which {@link TaskHandler} does it
 * @param subject what it works on, for example an entry's id
 * @param input JSON, what was asked for
 * @param checkpoint JSON, where the next attempt goes on; the handler alone understands it
 * @param progress JSON for people and programs; after the end it is the report
 * @param attempt how often a node has taken it up; counts from 1
 * @param cancelRequested somebody asked to stop it
 * @param problem why it failed, or why it waits for its next attempt
 * @param createdBy id of the user
 * @param startedAt begin of the first attempt
 * @param endedAt moment from which nothing changes any more
 */
public record Task(
    String id,
    String kind,
    Optional<String> subject,
    TaskState state,
    String input,
    Optional<String> checkpoint,
    Optional<String> progress,
    long attempt,
    boolean cancelRequested,
    Optional<Problem> problem,
    long createdBy,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt) {}

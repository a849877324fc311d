package io.windlass.database.task;

import java.time.Duration;

/**
 * Housekeeping that one node at a time does, over and over; the work must be idempotent.
 *
 * @param name unique in the installation, lower case, words joined by {@code _}
 * @param pause from the end of one run to the next
 * @param work what to do; after an exception it is tried again after the pause
 */
public record RecurringWork(String name, Duration pause, Runnable work) {}

package io.windlass.database.task;

import java.time.Instant;

/**
 * Something that happened in a task. Of each task the last {@value #KEPT} are kept.
 *
 * @param number counts from 1 within the task, without gaps
 * @param message one sentence for a person, without secrets
 */
public record TaskEvent(long number, Instant at, Level level, String message) {
  /** How many events a task keeps. */
  public static final int KEPT = 1000;

  /** How much it matters. */
  public enum Level {
    INFO,
    WARNING,
    ERROR
  }
}

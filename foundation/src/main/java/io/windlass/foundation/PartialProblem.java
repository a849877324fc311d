package io.windlass.foundation;

/**
 * What went wrong with one of several things, where a failure is about more than one. Immutable.
 *
 * @param subject what it is about, for example {@code location 5 (my-bucket/raw)}
 * @param problem what is wrong with it
 */
public record PartialProblem(String subject, Problem problem) {}

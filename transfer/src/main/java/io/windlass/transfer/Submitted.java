package io.windlass.transfer;

/**
 * The answer to a submission.
 *
 * @param again whether this submission id had been taken before: then it is the task of that time
 */
public record Submitted(Transfer transfer, boolean again) {}

package io.windlass.filesystem;

/**
 * Says that a request repeats an earlier one: the same token with the same parameters answers what
 * the first one made, and makes nothing. Kept for a week, per operation and scope.
 *
 * @param scope whose tokens these are, for example a project's guid
 * @param value 1 to 63 characters
 */
public record ClientToken(String scope, String value) {}

package io.windlass.client.model;

/**
 * The role to give.
 *
 * @param role {@code owner}, {@code editor} or {@code reader}
 */
public record MemberRole(String role) {}

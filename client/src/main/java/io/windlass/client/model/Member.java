package io.windlass.client.model;

/**
 * A principal with a role in a project.
 *
 * @param principalId a user or a group
 * @param name of the user or the group
 * @param role {@code owner}, {@code editor} or {@code reader}
 */
public record Member(long principalId, String name, String role) {}

package io.windlass.client.model;

import java.util.Optional;

/**
 * A rule about names met below a directory. The first rule whose glob fits decides; without one the
 * entry is included. What is below an excluded directory is excluded.
 *
 * @param method {@code include} or {@code exclude}
 * @param glob {@code *}, {@code ?}, {@code [abc]}, {@code [!abc]}; a backslash takes the next
 *     character as it is
 * @param type only for {@code file} or {@code directory}; absent for both
 */
public record NameFilter(String method, String glob, Optional<String> type) {}

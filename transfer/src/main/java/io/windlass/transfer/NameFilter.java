package io.windlass.transfer;

import java.util.Optional;

/**
 * A rule about names met below a directory. The first rule whose glob fits decides; without one the
 * entry is included. What is below an excluded directory is excluded.
 *
 * @param include or exclude
 * @param glob {@code *}, {@code ?}, {@code [abc]}, {@code [!abc]}; a backslash takes the next
 *     character as it is
 * @param directories only directories ({@code true}), only files ({@code false}), absent for both
 */
public record NameFilter(boolean include, String glob, Optional<Boolean> directories) {}

package io.windlass.client.model;

import java.util.Optional;

/**
 * A folder to be made: by its path, or by parent and name.
 *
 * @param path {@code PROJECT/a/b}
 * @param parentId the project or folder it goes into
 * @param name its name there
 * @param parents whether missing folders above it are made too and an existing folder is no error
 */
public record NewFolder(
    Optional<String> path, Optional<Long> parentId, Optional<String> name, boolean parents) {}

package io.windlass.client.model;

import java.util.Optional;

/**
 * A file whose content is to be read, one of several.
 *
 * @param entryId of the file
 * @param version absent is the newest
 */
public record NewDownload(long entryId, Optional<Long> version) {}

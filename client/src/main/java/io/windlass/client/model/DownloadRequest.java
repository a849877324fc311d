package io.windlass.client.model;

import java.util.Optional;

/**
 * What to download.
 *
 * @param version absent is the newest
 */
public record DownloadRequest(Optional<Long> version) {}

package io.windlass.filesystem.lazy;

/**
 * What a lazy file system has done since this process serves it.
 *
 * @param events times that programs were held back
 * @param waiting programs held back now
 * @param fills files that became whole
 * @param bytes bytes of content fetched
 * @param failures programs that got an error
 */
public record Counters(long events, long waiting, long fills, long bytes, long failures) {}

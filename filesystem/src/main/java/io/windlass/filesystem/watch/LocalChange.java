package io.windlass.filesystem.watch;

import io.windlass.filesystem.watch.Seen.Content;
import io.windlass.filesystem.watch.Seen.Extent;
import java.time.Instant;
import java.util.Optional;

/**
 * A name of a linked directory that is to be looked at.
 *
 * @param linkId the link
 * @param path below the linked directory, as {@link io.windlass.linux.FileName} writes it
 * @param generation renewed whenever the name changes again
 * @param extent whether what lies below is to be looked at too
 * @param content whether its bytes may have changed, whatever size and time say
 * @param gone it was not there when it was noted
 * @param firstSeen when the first change was seen that is not exported yet
 * @param attempts how often it was tried
 * @param code why the last attempt failed, as reports say it
 * @param message the same for a person
 */
public record LocalChange(
    String linkId,
    String path,
    long generation,
    Extent extent,
    Content content,
    boolean gone,
    Instant firstSeen,
    int attempts,
    Optional<String> code,
    Optional<String> message) {}

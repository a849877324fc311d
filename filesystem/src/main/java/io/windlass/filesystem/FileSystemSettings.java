package io.windlass.filesystem;

import java.time.Duration;

/**
 * Limits and pauses.
 *
 * @param fileSystems the most on the installation
 * @param links the most per file system
 * @param waitingRequests the most creations, updates and deletions of links that wait, per file
 *     system
 * @param check how often the health of links and file systems is looked at
 * @param reconcile how often listing and tree are compared
 */
public record FileSystemSettings(
    int fileSystems, int links, int waitingRequests, Duration check, Duration reconcile) {
  /** 100 file systems; 8 links and 8 waiting requests, as FSx has it; 1 and 30 minutes. */
  public static FileSystemSettings standard() {
    return new FileSystemSettings(100, 8, 8, Duration.ofMinutes(1), Duration.ofMinutes(30));
  }
}

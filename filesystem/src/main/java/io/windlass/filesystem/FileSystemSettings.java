package io.windlass.filesystem;

import io.windlass.filesystem.exports.ExportSettings;
import io.windlass.filesystem.lazy.Settings;
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
 * @param follow pauses while a bucket is followed
 * @param lazy how content comes when it is used
 * @param exports how changes go to buckets
 */
public record FileSystemSettings(
    int fileSystems,
    int links,
    int waitingRequests,
    Duration check,
    Duration reconcile,
    Follow follow,
    Settings lazy,
    ExportSettings exports) {

  /**
   * Pauses while a bucket is followed.
   *
   * @param look how often it is asked whether a comparison of listing and tree is due
   * @param waiting before a key is looked at again whose file has a change on its way to the bucket
   * @param failed before anything is tried again that failed
   */
  public record Follow(Duration look, Duration waiting, Duration failed) {
    /** A second, two, and ten. */
    public static final Follow DEFAULT =
        new Follow(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(10));
  }

  /** 100 file systems; 8 links and 8 waiting requests, as FSx has it; 1 and 30 minutes. */
  public static FileSystemSettings standard() {
    return of(100, 8, 8, Duration.ofMinutes(1), Duration.ofMinutes(30));
  }

  /** What is usual but for these. */
  public static FileSystemSettings of(
      int fileSystems, int links, int waitingRequests, Duration check, Duration reconcile) {
    return new FileSystemSettings(
        fileSystems,
        links,
        waitingRequests,
        check,
        reconcile,
        Follow.DEFAULT,
        Settings.DEFAULT,
        ExportSettings.DEFAULT);
  }
}

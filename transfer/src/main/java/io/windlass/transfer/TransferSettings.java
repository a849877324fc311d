package io.windlass.transfer;

import io.windlass.transfer.web.AllowedAddresses;
import java.time.Duration;

/**
 * How a node works on transfers.
 *
 * @param limits what each user may have
 * @param size how work is cut, and how much of it is done at once
 * @param retries what to do about failures
 * @param pace how often things are looked at
 * @param web what users may name on the web
 */
public record TransferSettings(Limits limits, Size size, Retries retries, Pace pace, Web web) {

  /**
   * What each user may have.
   *
   * @param transfers worked on at once; the others wait
   * @param deletions worked on at once
   * @param pending that have not ended
   * @param files of one transfer
   * @param deadline of those without one of their own
   * @param extension how far each finished batch pushes such a deadline
   * @param inactivity how long such ones wait for credentials
   * @param kept how long reports and events stay after the end
   */
  public record Limits(
      int transfers,
      int deletions,
      int pending,
      long files,
      Duration deadline,
      Duration extension,
      Duration inactivity,
      Duration kept) {}

  /**
   * How work is cut, and how much of it is done at once.
   *
   * @param batchFiles the most entries of a batch
   * @param batchBytes what ends a batch; a larger file is alone in its own
   * @param batchesAhead how many batches wait at most that nobody has tried
   * @param batchesAtOnce of different transfers, on this node
   * @param filesInFlight on this node
   * @param partsInFlight on this node, of large files
   * @param partsFrom files of more bytes go in parts
   * @param partSize bytes of a part, larger where there would be too many
   * @param copiedWhole copies within a store of more bytes go in parts of a quarter of that: one
   *     request for more takes a store too long, and for more than 5 GiB is refused
   */
  public record Size(
      int batchFiles,
      long batchBytes,
      int batchesAhead,
      int batchesAtOnce,
      int filesInFlight,
      int partsInFlight,
      long partsFrom,
      long partSize,
      long copiedWhole) {
    /** Whether a file of so many bytes goes in parts. */
    public boolean inParts(long bytes) {
      return bytes > partsFrom;
    }

    /** Whether a copy within a store of so many bytes goes in parts. */
    public boolean copiesInParts(long bytes) {
      return bytes > copiedWhole;
    }
  }

  /**
   * What to do about failures.
   *
   * @param confirmations how often a permanent error must be met before the file is given up
   * @param confirmationPause between these
   * @param firstPause after a passing error; doubles from there
   * @param longestPause between two attempts
   */
  public record Retries(
      int confirmations, Duration confirmationPause, Duration firstPause, Duration longestPause) {
    /** The pause after so many failures of the same file, at least one. */
    public Duration pause(int failures) {
      Duration pause = firstPause.multipliedBy(1L << Math.min(failures - 1, 20));
      return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
  }

  /**
   * How often things are looked at.
   *
   * @param polling for work of other nodes
   * @param lease after which the batches of a silent node go to others
   * @param renewal of leases; stops and progress are seen as often
   * @param credentialProbe whether credentials have been replaced
   * @param restoreProbe whether archived objects have been restored
   * @param progressEvent between two events of progress
   * @param sweep of uploads that were left
   */
  public record Pace(
      Duration polling,
      Duration lease,
      Duration renewal,
      Duration credentialProbe,
      Duration restoreProbe,
      Duration progressEvent,
      Duration sweep) {}

  /**
   * What users may name on the web, as sources and webhooks.
   *
   * @param allowed addresses that may be connected to
   * @param patience how long a server may be silent
   * @param plainLoopback whether it may be plain HTTP on this machine: for tests
   */
  public record Web(AllowedAddresses allowed, Duration patience, boolean plainLoopback) {
    /** Public addresses by https, silent for a minute at most. */
    public static final Web STANDARD =
        new Web(AllowedAddresses.PUBLIC, Duration.ofMinutes(1), false);
  }

  /** What docs/semantics/transfers.md says. */
  public static TransferSettings standard() {
    return new TransferSettings(
        new Limits(
            3,
            3,
            100,
            100_000_000,
            Duration.ofHours(24),
            Duration.ofHours(72),
            Duration.ofDays(90),
            Duration.ofDays(90)),
        new Size(1000, 1L << 30, 16, 8, 32, 16, 32L << 20, 16L << 20, 512L << 20),
        new Retries(3, Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofMinutes(5)),
        new Pace(
            Duration.ofMillis(500),
            Duration.ofSeconds(20),
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(1),
            Duration.ofHours(1)),
        Web.STANDARD);
  }
}

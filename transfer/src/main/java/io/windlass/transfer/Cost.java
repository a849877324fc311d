package io.windlass.transfer;

import io.windlass.transfer.move.Side;

/**
 * Something that a transfer would ask of a store, or leave there, all of one kind summed.
 *
 * @param side which of its two ends is asked
 * @param storageClass of the objects it is about; empty where that is no matter, or where the
 *     bucket decides
 * @param requesterPays whether consent to pay goes with the requests: of a bucket whose requesters
 *     pay, it is they who are charged
 * @param amount requests, bytes or files, as the kind says
 */
public record Cost(Side side, Kind kind, String storageClass, boolean requesterPays, long amount) {

  /** What is counted; stores have a price for each of them. */
  public enum Kind {
    /** Requests that write, copy or list: PUT, COPY, POST, LIST. */
    WRITE_REQUESTS,
    /** Requests that read or look: GET, HEAD. */
    READ_REQUESTS,
    /** Requests that delete, up to 1,000 objects each. */
    DELETE_REQUESTS,
    /** Requests to restore archived objects. */
    RESTORE_REQUESTS,
    /** Bytes read out of the store. */
    BYTES_OUT,
    /** Bytes that the store itself copies: they do not leave it. */
    BYTES_COPIED,
    /** Bytes restored out of archives. */
    BYTES_RESTORED,
    /** Bytes of new objects, which are paid for as long as they stay. */
    BYTES_STORED,
    /** Files of addresses on the web: nobody knows their bytes before they are read. */
    FILES_OF_UNKNOWN_SIZE;

    /** What the amount is a number of. */
    public Unit unit() {
      return switch (this) {
        case WRITE_REQUESTS, READ_REQUESTS, DELETE_REQUESTS, RESTORE_REQUESTS -> Unit.REQUESTS;
        case BYTES_OUT, BYTES_COPIED, BYTES_RESTORED, BYTES_STORED -> Unit.BYTES;
        case FILES_OF_UNKNOWN_SIZE -> Unit.FILES;
      };
    }
  }

  /** What amounts are numbers of. */
  public enum Unit {
    REQUESTS,
    BYTES,
    FILES
  }
}

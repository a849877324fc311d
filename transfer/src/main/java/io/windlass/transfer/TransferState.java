package io.windlass.transfer;

/** Where a transfer or deletion stands. */
public enum TransferState {
  /** Waits for its turn. */
  QUEUED,
  /** Is worked on, or waits between two attempts. */
  ACTIVE,
  /** Waits for a person: credentials have expired or are gone. Goes on when they are replaced. */
  INACTIVE,
  /** All of it is done. */
  SUCCEEDED,
  /** Given up; the problem says why, and the report what was done. */
  FAILED,
  /** Stopped because somebody asked for it. */
  CANCELLED,
  /** The deadline came first. */
  EXPIRED;

  /** Whether nothing will change any more. */
  public boolean ended() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED || this == EXPIRED;
  }
}

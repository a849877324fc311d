package io.windlass.transfer.move;

import java.io.IOException;

/**
 * A failure with the side on which it happened: reading may fail in the midst of writing. An {@link
 * IOException}, because that is what readers of streams let through.
 */
final class SideException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Side side;
  private final Exception failure;

  SideException(Side side, Exception failure) {
    super(failure.getMessage(), failure);
    this.side = side;
    this.failure = failure;
  }

  Side side() {
    return side;
  }

  @Override
  public synchronized Exception getCause() {
    return failure;
  }
}

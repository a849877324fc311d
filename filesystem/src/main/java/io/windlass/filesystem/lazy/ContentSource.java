package io.windlass.filesystem.lazy;

import io.windlass.filesystem.state.FileState;
import java.nio.ByteBuffer;

/** Where the content of stubs comes from. Implementations are thread-safe and may block. */
@FunctionalInterface
public interface ContentSource {

  /**
   * Reads a range of exactly the object version a state speaks of.
   *
   * <p>When the calling thread is interrupted, the reading ends soon with an exception: this is how
   * a reading that takes too long is given up.
   *
   * @param length more than 0; the range lies within the size of the state
   * @param sink gets all bytes of the range, in order, on the calling thread
   * @throws ContentException when the bytes are not to be had; what the sink got before stays valid
   */
  void read(FileState state, long offset, long length, Sink sink) throws ContentException;

  /** Takes content. */
  @FunctionalInterface
  interface Sink {

    /**
     * Takes the remaining bytes of the buffer, all of them, before it returns. An exception of it
     * ends the reading and is to be passed on unchanged.
     */
    void accept(ByteBuffer bytes);
  }
}

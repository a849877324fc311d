package io.windlass.client;

/** Told how far a transfer is. Called from several threads; quick. */
public interface Progress {
  /** Hears nothing. */
  Progress NONE =
      new Progress() {
        @Override
        public void begun(String what, long bytes) {}

        @Override
        public void moved(long bytes) {}
      };

  /**
   * A stretch of work begins; what was before it is over.
   *
   * @param what it does, for example {@code uploading}
   * @param bytes how many there are in all
   */
  void begun(String what, long bytes);

  /**
   * Some of it is done.
   *
   * @param bytes since the last call; negative where an attempt was in vain
   */
  void moved(long bytes);
}

package io.windlass.filesystem.lazy;

/** What a directory of this host can do. */
public sealed interface Capability {

  /** Files can be filled when they are first used. */
  record Lazy() implements Capability {}

  /**
   * Content has to be fetched at import.
   *
   * @param reason one sentence for a person
   */
  record Eager(String reason) implements Capability {}
}

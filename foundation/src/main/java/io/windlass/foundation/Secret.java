package io.windlass.foundation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;

/**
 * A text that must never be seen: {@link #toString} is fixed, comparison takes the same time
 * whatever the contents. Immutable.
 */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = requireNonNull(value, "value");
  }

  /** A secret that holds the value. */
  public static Secret of(String value) {
    return new Secret(value);
  }

  /**
   * The text itself. Call it only where the text leaves for its purpose: signing, encrypting,
   * handing over to its owner.
   */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(value.getBytes(UTF_8), secret.value.getBytes(UTF_8));
  }

  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}

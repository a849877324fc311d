package io.windlass.transfer.web;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.math.BigInteger;
import java.net.InetAddress;

/**
 * Addresses of the internet protocol that begin with the same bits.
 *
 * @param network one of them
 * @param bits how many bits are the same
 */
public record AddressRange(InetAddress network, int bits) {

  /**
   * Reads the usual notation: {@code 10.0.0.0/8}, {@code fd00::/8}, or one address alone.
   *
   * @throws WindlassException {@code invalid_options}
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    try {
      InetAddress network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int most = network.getAddress().length * Byte.SIZE;
      int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
      if (bits >= 0 && bits <= most) {
        return new AddressRange(network, bits);
      }
    } catch (IllegalArgumentException _) {
      // told below
    }
    throw Problem.of(Kind.INVALID, "invalid_options", text + " is no range of network addresses.")
        .withRemedy("Write it like 10.1.0.0/16 or fd00::/8.")
        .toException();
  }

  /** Whether an address is one of them. */
  public boolean contains(InetAddress address) {
    byte[] mine = network.getAddress();
    byte[] its = address.getAddress();
    return mine.length == its.length && prefix(mine).equals(prefix(its));
  }

  private BigInteger prefix(byte[] address) {
    return new BigInteger(1, address).shiftRight(address.length * Byte.SIZE - bits);
  }
}

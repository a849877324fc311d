package io.windlass.transfer.web;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses may be connected to because a user named them: those of the public internet, and
 * what an operator has admitted. Whatever else a node reaches (itself, its neighbours, the cloud's
 * metadata service) is not its users'.
 *
 * @param admitted beside the public ones
 */
public record AllowedAddresses(List<AddressRange> admitted) {
  /** Public addresses alone. */
  public static final AllowedAddresses PUBLIC = new AllowedAddresses(List.of());

  /** The special-purpose registry of IANA, but for what is reachable globally. */
  private static final List<AddressRange> NOT_PUBLIC_4 =
      ranges(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4");

  private static final AddressRange UNICAST_6 = AddressRange.parse("2000::/3");

  /** Also those that wrap addresses of version 4: nobody needs them to reach a server. */
  private static final List<AddressRange> NOT_PUBLIC_6 =
      ranges("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

  /** Copies the list. */
  public AllowedAddresses {
    admitted = List.copyOf(admitted);
  }

  private static List<AddressRange> ranges(String... texts) {
    return Stream.of(texts).map(AddressRange::parse).toList();
  }

  /** Whether an address may be connected to. */
  public boolean allows(InetAddress address) {
    return isPublic(address) || within(admitted, address);
  }

  private static boolean isPublic(InetAddress address) {
    return address instanceof Inet4Address
        ? !within(NOT_PUBLIC_4, address)
        : UNICAST_6.contains(address) && !within(NOT_PUBLIC_6, address);
  }

  private static boolean within(List<AddressRange> ranges, InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }
}

package io.windlass.transfer;

/** Sources on the web. */
final class HttpsAddresses {
  private HttpsAddresses() {}

  /** Whether content may be fetched from an address; plain HTTP stays on this machine. */
  static boolean allows(String address) {
    return Submissions.isAddress(address, "https") || Submissions.isLoopback(address);
  }
}

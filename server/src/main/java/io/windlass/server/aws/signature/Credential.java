package io.windlass.server.aws.signature;

/**
 * Who signs, and for what.
 *
 * @param date {@code 20150830}
 * @param region whatever the client is set to
 */
record Credential(String accessKeyId, String date, String region, String service) {
  /** The scope as it is signed. */
  String scope() {
    return String.join("/", date, region, service, SignatureV4.TERMINATOR);
  }
}

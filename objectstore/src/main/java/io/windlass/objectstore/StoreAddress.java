package io.windlass.objectstore;

import java.net.URI;
import java.util.Optional;

/**
 * Where a store is and how it wants to be spoken to.
 *
 * @param endpoint the S3 endpoint; absent is AWS
 * @param stsEndpoint the STS endpoint; absent is AWS's regional one, or the S3 endpoint for any
 *     other store
 * @param region the region to sign for
 * @param pathStyle whether the bucket goes into the path
 * @param requesterPays consent to pay for requests: sends {@code x-amz-request-payer: requester}
 *     with every request
 * @param checksums when the client adds checksums of its own accord
 */
public record StoreAddress(
    Optional<URI> endpoint,
    Optional<URI> stsEndpoint,
    String region,
    boolean pathStyle,
    boolean requesterPays,
    ChecksumMode checksums) {

  /**
   * When the client adds checksums. Some stores answer 400 to those that the S3 API does not
   * require.
   */
  public enum ChecksumMode {
    /** Wherever the API knows them. AWS. */
    WHEN_SUPPORTED,
    /** Only where the API demands them. Everything else, unless a probe says otherwise. */
    WHEN_REQUIRED
  }

  /** The same with the consent to pay for requests. */
  public StoreAddress paying() {
    return new StoreAddress(endpoint, stsEndpoint, region, pathStyle, true, checksums);
  }

  /** AWS in a region. */
  public static StoreAddress aws(String region) {
    return new StoreAddress(
        Optional.empty(), Optional.empty(), region, false, false, ChecksumMode.WHEN_SUPPORTED);
  }

  /** Any other store: path style, checksums only where required, STS at the same endpoint. */
  public static StoreAddress at(URI endpoint, String region) {
    return new StoreAddress(
        Optional.of(endpoint), Optional.empty(), region, true, false, ChecksumMode.WHEN_REQUIRED);
  }
}

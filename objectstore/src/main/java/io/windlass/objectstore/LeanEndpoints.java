package io.windlass.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.foundation.wire.Target;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.endpoints.AwsEndpointAttribute;
import software.amazon.awssdk.awscore.endpoints.authscheme.EndpointAuthScheme;
import software.amazon.awssdk.awscore.endpoints.authscheme.SigV4AuthScheme;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

/**
 * Where the requests for a bucket go, by the rules that the SDK ships. Thread-safe; remembers some
 * hundred buckets.
 */
final class LeanEndpoints {
  private static final int REMEMBERED = 500;
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private final StoreAddress address;
  private final Map<String, Optional<BucketEndpoint>> known = new ConcurrentHashMap<>();

  LeanEndpoints(StoreAddress address) {
    this.address = address;
  }

  /**
   * Where a bucket is spoken to.
   *
   * @param path encoded, in front of {@code /key}; empty where the bucket is in the host's name
   * @param region to sign for
   */
  record BucketEndpoint(Target target, String path, String region) {
    String pathOf(String key) {
      return path + "/" + encode(key, true);
    }
  }

  /** Absent where the bucket needs more than plain requests with Signature Version 4. */
  Optional<BucketEndpoint> of(String bucket) {
    Optional<BucketEndpoint> found = known.get(bucket);
    if (found == null) {
      found = resolve(bucket);
      if (known.size() >= REMEMBERED) {
        known.clear();
      }
      known.put(bucket, found);
    }
    return found;
  }

  private Optional<BucketEndpoint> resolve(String bucket) {
    Endpoint endpoint;
    try {
      endpoint =
          S3EndpointProvider.defaultProvider()
              .resolveEndpoint(wanted -> {
                wanted.region(Region.of(address.region()));
                wanted.bucket(bucket).forcePathStyle(address.pathStyle());
                address.endpoint().map(URI::toString).ifPresent(wanted::endpoint);
              })
              .join();
    } catch (SdkClientException | CompletionException e) {
      return Optional.empty(); // the SDK's client says it in its own words
    }
    URI uri = endpoint.endpointUrl().toUri();
    Optional<String> region = signingRegion(endpoint);
    if (region.isEmpty() || throughProxy(uri)) {
      return Optional.empty();
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    return Optional.of(new BucketEndpoint(Target.of(uri), path, region.get()));
  }

  private Optional<String> signingRegion(Endpoint endpoint) {
    List<EndpointAuthScheme> schemes = endpoint.attribute(AwsEndpointAttribute.AUTH_SCHEMES);
    if (schemes == null || schemes.isEmpty()) {
      return Optional.of(address.region());
    }
    return schemes.getFirst() instanceof SigV4AuthScheme plain && "s3".equals(plain.signingName())
        ? Optional.ofNullable(plain.signingRegion()).or(() -> Optional.of(address.region()))
        : Optional.empty();
  }

  private static boolean throughProxy(URI uri) {
    ProxySelector selector = ProxySelector.getDefault();
    return selector != null
        && selector.select(uri).stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT);
  }

  /** Percent-encodes UTF-8 as Signature Version 4 wants it; slashes stay in paths. */
  static String encode(String text, boolean path) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte octet : text.getBytes(UTF_8)) {
      char c = (char) (octet & 0xff);
      if ((c < 0x80 && UNRESERVED.indexOf(c) >= 0) || (path && c == '/')) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
      }
    }
    return encoded.toString();
  }
}

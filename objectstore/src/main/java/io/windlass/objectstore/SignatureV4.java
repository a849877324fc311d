package io.windlass.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Signs requests to S3 with AWS Signature Version 4, and the chunks of their bodies ("Signature
 * Calculations for the Authorization Header", Amazon S3 API reference). Thread-safe; keeps the
 * derived key of the last day it signed on.
 */
final class SignatureV4 {
  static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  static final String CHUNKS = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern BLANKS = Pattern.compile(" {2,}");
  private static final HexFormat HEX = HexFormat.of();

  /** Of nothing, to be copied. */
  private static final MessageDigest SHA256 = newSha256();

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String HMAC = "HmacSHA256";
  private static final int DAY = 8;

  private final AtomicReference<Key> last =
      new AtomicReference<>(new Key("", "", "", mac(derivation("-"))));

  private volatile Stamp lastStamp = new Stamp(0, STAMP.format(Instant.EPOCH));

  /** A second as it is written, to be written once. */
  private record Stamp(long second, String text) {}

  /**
   * A key derived for one day, region and secret.
   *
   * @param mac to be copied: looking for one costs more than a signature
   */
  private record Key(String secret, String day, String region, Mac mac) {}

  /** A signature, and what the chunks of the body are to be signed with. */
  record Signed(String stamp, String scope, String signature, Mac mac) {
    /** The signatures of the chunks, one after the other. */
    Chunks chunks() {
      return new Chunks(this);
    }
  }

  /** The signatures of the chunks of one body. Not thread-safe. */
  static final class Chunks {
    private final String chunk;
    private final String trailer;
    private final Mac mac;
    private String previous;

    private Chunks(Signed seed) {
      String rest = "\n" + seed.stamp + "\n" + seed.scope + "\n";
      this.chunk = "AWS4-HMAC-SHA256-PAYLOAD" + rest;
      this.trailer = "AWS4-HMAC-SHA256-TRAILER" + rest;
      this.mac = copy(seed.mac);
      this.previous = seed.signature;
    }

    /** The signature of the next chunk, by its SHA-256. */
    String next(byte[] sha256) {
      previous = sign(chunk + previous + "\n" + EMPTY + "\n" + HEX.formatHex(sha256));
      return previous;
    }

    /** The signature of the headers behind the body, each line of them ended. */
    String trailer(String headers) {
      return sign(
          trailer + previous + "\n" + HEX.formatHex(sha256().digest(headers.getBytes(UTF_8))));
    }

    private String sign(String text) {
      return HEX.formatHex(mac.doFinal(text.getBytes(UTF_8)));
    }
  }

  /**
   * Adds {@code x-amz-date}, {@code x-amz-content-sha256}, the session token and {@code
   * authorization} to the headers.
   *
   * @param path encoded
   * @param query encoded, in order
   * @param headers by name in lower case; all of them are signed
   */
  Signed sign(
      AwsCredentials credentials,
      String region,
      String method,
      String path,
      String query,
      SortedMap<String, String> headers,
      String payload,
      Instant now) {
    String stamp = stamp(now);
    headers.put("x-amz-date", stamp);
    headers.put("x-amz-content-sha256", payload);
    if (credentials instanceof AwsSessionCredentials session) {
      headers.put("x-amz-security-token", session.sessionToken());
    }
    String names = names(headers);
    Signed signed =
        signed(credentials, region, stamp, canonical(method, path, query, headers, payload));
    headers.put(
        "authorization",
        ALGORITHM
            + " Credential="
            + credentials.accessKeyId()
            + "/"
            + signed.scope()
            + ", SignedHeaders="
            + names
            + ", Signature="
            + signed.signature());
    return signed;
  }

  /**
   * Adds to the parameters of a request what makes it one that needs no keys ("Authenticating
   * Requests: Using Query Parameters", same reference). Its body is not signed.
   *
   * @param path encoded
   * @param query by encoded names
   * @param headers by name in lower case; all of them are signed, and to be sent with it
   * @param lifetime whole seconds, at most seven days
   */
  void presign(
      AwsCredentials credentials,
      String region,
      String method,
      String path,
      SortedMap<String, String> query,
      SortedMap<String, String> headers,
      Duration lifetime,
      Instant now) {
    String stamp = stamp(now);
    query.put("X-Amz-Algorithm", ALGORITHM);
    query.put(
        "X-Amz-Credential",
        LeanEndpoints.encode(credentials.accessKeyId() + "/" + scope(stamp, region), false));
    query.put("X-Amz-Date", stamp);
    query.put("X-Amz-Expires", Long.toString(lifetime.toSeconds()));
    query.put("X-Amz-SignedHeaders", LeanEndpoints.encode(names(headers), false));
    if (credentials instanceof AwsSessionCredentials session) {
      query.put("X-Amz-Security-Token", LeanEndpoints.encode(session.sessionToken(), false));
    }
    String canonical = canonical(method, path, LeanRequest.queryString(query), headers, UNSIGNED);
    query.put("X-Amz-Signature", signed(credentials, region, stamp, canonical).signature());
  }

  private static String names(SortedMap<String, String> headers) {
    return String.join(";", headers.keySet());
  }

  private static String scope(String stamp, String region) {
    return stamp.substring(0, DAY) + "/" + region + "/s3/aws4_request";
  }

  private static String canonical(
      String method, String path, String query, SortedMap<String, String> headers, String payload) {
    StringBuilder canonical = new StringBuilder(512);
    canonical.append(method).append('\n').append(path).append('\n').append(query).append('\n');
    for (Map.Entry<String, String> header : headers.entrySet()) {
      canonical.append(header.getKey()).append(':').append(folded(header.getValue())).append('\n');
    }
    return canonical.append('\n').append(names(headers)).append('\n').append(payload).toString();
  }

  private Signed signed(AwsCredentials credentials, String region, String stamp, String canonical) {
    String scope = scope(stamp, region);
    String toSign =
        ALGORITHM
            + "\n"
            + stamp
            + "\n"
            + scope
            + "\n"
            + HEX.formatHex(sha256().digest(canonical.getBytes(UTF_8)));
    Mac mac = mac(credentials.secretAccessKey(), stamp.substring(0, DAY), region);
    String signature = HEX.formatHex(copy(mac).doFinal(toSign.getBytes(UTF_8)));
    return new Signed(stamp, scope, signature, mac);
  }

  private String stamp(Instant now) {
    Stamp last = lastStamp;
    if (last.second() != now.getEpochSecond()) {
      last = new Stamp(now.getEpochSecond(), STAMP.format(now));
      lastStamp = last;
    }
    return last.text();
  }

  private static String folded(String value) {
    String bare = value.strip();
    return bare.contains("  ") ? BLANKS.matcher(bare).replaceAll(" ") : bare;
  }

  private Mac mac(String secret, String day, String region) {
    Key known = last.get();
    if (known.day.equals(day) && known.region.equals(region) && known.secret.equals(secret)) {
      return known.mac;
    }
    SecretKey key = derivation("AWS4" + secret);
    for (String step : List.of(day, region, "s3", "aws4_request")) {
      key = new SecretKeySpec(hmac(key, step), HMAC);
    }
    Mac mac = mac(key);
    last.set(new Key(secret, day, region, mac));
    return mac;
  }

  static MessageDigest sha256() {
    try {
      return (MessageDigest) SHA256.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this Java's SHA-256 cannot be copied", e);
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private static SecretKey derivation(String text) {
    return new SecretKeySpec(text.getBytes(UTF_8), HMAC);
  }

  private static byte[] hmac(SecretKey key, String text) {
    return mac(key).doFinal(text.getBytes(UTF_8));
  }

  private static Mac copy(Mac mac) {
    try {
      return (Mac) mac.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this Java's HmacSHA256 cannot be copied", e);
    }
  }

  static Mac mac(SecretKey key) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }
}

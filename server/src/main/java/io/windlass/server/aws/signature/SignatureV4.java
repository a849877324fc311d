package io.windlass.server.aws.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.foundation.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS's signature version 4 over a request with its signature in the headers: the published
 * algorithm, for every service but S3 (whose paths are encoded once, not twice).
 */
final class SignatureV4 {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  static final String TERMINATOR = "aws4_request";
  private static final HexFormat HEX = HexFormat.of();
  private static final HexFormat UPPER_HEX = HexFormat.of().withUpperCase();

  private SignatureV4() {}

  /**
   * The signature that the secret makes of the request.
   *
   * @param timestamp {@code 20150830T123600Z}
   */
  static String of(
      SignedRequest request,
      Credential credential,
      List<String> signedHeaders,
      String timestamp,
      Secret secretAccessKey) {
    String toSign =
        String.join(
            "\n",
            ALGORITHM,
            timestamp,
            credential.scope(),
            HEX.formatHex(sha256(canonical(request, signedHeaders).getBytes(UTF_8))));
    byte[] key = ("AWS4" + secretAccessKey.reveal()).getBytes(UTF_8);
    for (String part :
        List.of(credential.date(), credential.region(), credential.service(), TERMINATOR)) {
      key = hmac(key, part);
    }
    return HEX.formatHex(hmac(key, toSign));
  }

  /** The request in the form that is signed. The hash is always that of the bytes that came. */
  static String canonical(SignedRequest request, List<String> signedHeaders) {
    StringBuilder text = new StringBuilder();
    text.append(request.method()).append('\n');
    text.append(path(request.path())).append('\n');
    text.append(query(request.query())).append('\n');
    for (String name : signedHeaders) {
      text.append(name).append(':').append(values(request, name)).append('\n');
    }
    text.append('\n').append(String.join(";", signedHeaders)).append('\n');
    return text.append(HEX.formatHex(sha256(request.body()))).toString();
  }

  private static String values(SignedRequest request, String name) {
    return request.headers().getOrDefault(name, List.of()).stream()
        .map(value -> value.strip().replaceAll(" +", " "))
        .collect(Collectors.joining(","));
  }

  /** Without empty and relative segments, and encoded once more than it came. */
  private static String path(String sent) {
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : sent.split("/", -1)) {
      switch (segment) {
        case "", "." -> {}
        case ".." -> segments.pollLast();
        default -> segments.add(encode(segment));
      }
    }
    String end = !segments.isEmpty() && sent.endsWith("/") ? "/" : "";
    return "/" + String.join("/", segments) + end;
  }

  /** The parameters in the order of their names, then of their values; encoded as they came. */
  private static String query(String sent) {
    return Arrays.stream(sent.split("&"))
        .filter(parameter -> !parameter.isEmpty())
        .map(parameter -> parameter.contains("=") ? parameter : parameter + "=")
        .map(parameter -> parameter.split("=", 2))
        .sorted((one, other) -> {
          int names = one[0].compareTo(other[0]);
          return names != 0 ? names : one[1].compareTo(other[1]);
        })
        .map(pair -> pair[0] + "=" + pair[1])
        .collect(Collectors.joining("&"));
  }

  private static String encode(String segment) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : segment.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || "-._~".indexOf(c) >= 0;
      if (plain) {
        encoded.append(c);
      } else {
        encoded.append('%').append(UPPER_HEX.toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}

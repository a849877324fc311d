package io.windlass.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.windlass.foundation.Secret;
import io.windlass.store.RefusedException.Reason;
import io.windlass.store.SignedPayload.Streamed;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.gaul.s3proxy.auth.AwsSignature;
import org.gaul.s3proxy.auth.S3AuthorizationHeader;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who signed a request (AWS Signature Version 4, header or query), before any byte of its
 * body is read. Thread-safe.
 *
 * <p>Stricter than the S3 handler behind it: every {@code x-amz-} header must be signed, so that
 * nobody who holds a presigned URL can turn a PUT into a copy of something else.
 */
final class SignatureCheck {
  private static final Duration ALLOWED_SKEW = Duration.ofMinutes(15);
  private static final long LONGEST_PRESIGNED_SECONDS = Duration.ofDays(7).toSeconds();
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);

  /** Headers that proxies and clients add behind the signature and that change no meaning. */
  private static final Set<String> MAY_BE_UNSIGNED =
      Set.of("x-amz-content-sha256", "x-amz-user-agent", "x-amz-cf-id");

  private final StoreKeys keys;
  private final InstantSource clock;

  SignatureCheck(StoreKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * A request whose signature fits.
   *
   * @param grant what its key may do
   * @param payload how its body is to be checked while it is read
   */
  record Signer(Grant grant, SignedPayload payload) {}

  Signer check(HttpServletRequest request) throws RefusedException, IOException {
    Claim claim = claim(request);
    checkTime(request, claim);
    StoreKey key =
        keys.find(claim.header.getIdentity())
            .orElseThrow(() ->
                new RefusedException(
                    Reason.INVALID_ACCESS_KEY_ID, "The access key id is unknown or was revoked."));
    SignedPayload payload = checkSignature(request, claim, key.secret());
    checkSessionToken(request, claim, key);
    if (key.expiresAt().filter(end -> !clock.instant().isBefore(end)).isPresent()) {
      throw new RefusedException(Reason.EXPIRED_TOKEN, "The provided token has expired.");
    }
    return new Signer(key.grant(), payload);
  }

  /** What a request says of its own signature. */
  private record Claim(
      S3AuthorizationHeader header, boolean presigned, String timestamp, Set<String> signed) {}

  private static Claim claim(HttpServletRequest request) throws RefusedException {
    String authorization = request.getHeader("Authorization");
    boolean presigned = authorization == null || !authorization.startsWith("AWS");
    String signedHeaders;
    String timestamp;
    S3AuthorizationHeader header;
    if (presigned) {
      if (request.getParameter("X-Amz-Signature") == null) {
        throw new RefusedException(
            Reason.ACCESS_DENIED,
            request.getParameter("Signature") == null
                ? "The request is not signed."
                : "Sign with AWS Signature Version 4: version 2 is not accepted.");
      }
      signedHeaders = required(request, "X-Amz-SignedHeaders");
      timestamp = required(request, "X-Amz-Date");
      header =
          header(
              "AWS4-HMAC-SHA256 Credential=%s, SignedHeaders=%s, Signature=%s"
                  .formatted(
                      required(request, "X-Amz-Credential"),
                      signedHeaders,
                      required(request, "X-Amz-Signature")));
    } else {
      header = header(requireNonNull(authorization));
      signedHeaders = signedHeaders(requireNonNull(authorization));
      timestamp = Optional.ofNullable(request.getHeader("x-amz-date")).orElse("");
    }
    Set<String> signed =
        new HashSet<>(Arrays.asList(signedHeaders.toLowerCase(Locale.ROOT).split(";", -1)));
    checkSigned(request, signed);
    return new Claim(header, presigned, timestamp, signed);
  }

  private static String required(HttpServletRequest request, String name) throws RefusedException {
    String value = request.getParameter(name);
    if (value == null) {
      throw new RefusedException(Reason.ACCESS_DENIED, "The query lacks " + name + ".");
    }
    return value;
  }

  private static S3AuthorizationHeader header(String text) throws RefusedException {
    if (!text.startsWith("AWS4-HMAC-SHA256 ")) {
      throw new RefusedException(
          Reason.INVALID_ARGUMENT, "Sign with AWS4-HMAC-SHA256: nothing else is accepted.");
    }
    try {
      return new S3AuthorizationHeader(text);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(Reason.INVALID_ARGUMENT, "The signature is malformed.");
    }
  }

  private static String signedHeaders(String authorization) throws RefusedException {
    String name = "SignedHeaders=";
    int start = authorization.indexOf(name);
    int end = authorization.indexOf(',', Math.max(start, 0));
    if (start < 0 || end < 0) {
      throw new RefusedException(Reason.INVALID_ARGUMENT, "The signature names no headers.");
    }
    return authorization.substring(start + name.length(), end);
  }

  private static void checkSigned(HttpServletRequest request, Set<String> signed)
      throws RefusedException {
    if (!signed.contains("host")) {
      throw new RefusedException(Reason.ACCESS_DENIED, "The host header is not signed.");
    }
    for (String name : Collections.list(request.getHeaderNames())) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.startsWith("x-amz-")
          && !signed.contains(lower)
          && !MAY_BE_UNSIGNED.contains(lower)) {
        throw new RefusedException(
            Reason.ACCESS_DENIED, "There is a header that is not signed: " + lower + ".");
      }
    }
  }

  private void checkTime(HttpServletRequest request, Claim claim) throws RefusedException {
    Instant signedAt;
    try {
      signedAt = LocalDateTime.parse(claim.timestamp, TIMESTAMP).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new RefusedException(
          Reason.ACCESS_DENIED, "X-Amz-Date is missing or not of the form 20261121T103000Z.");
    }
    if (!claim.timestamp.startsWith(requireNonNull(claim.header.getDate()))
        || !"s3".equals(claim.header.getService())) {
      throw new RefusedException(
          Reason.SIGNATURE_DOES_NOT_MATCH,
          "The scope of the signature is not that of this request.");
    }
    Duration ahead = Duration.between(clock.instant(), signedAt);
    if (ahead.compareTo(ALLOWED_SKEW) > 0
        || (!claim.presigned && ahead.negated().compareTo(ALLOWED_SKEW) > 0)) {
      throw new RefusedException(
          Reason.REQUEST_TIME_TOO_SKEWED,
          "The difference between the request time and the current time is too large.");
    }
    if (claim.presigned) {
      checkPresignedEnd(request, signedAt);
    }
  }

  private void checkPresignedEnd(HttpServletRequest request, Instant signedAt)
      throws RefusedException {
    long seconds;
    try {
      seconds = Long.parseLong(required(request, "X-Amz-Expires"));
    } catch (NumberFormatException e) {
      seconds = -1;
    }
    if (seconds < 1 || seconds > LONGEST_PRESIGNED_SECONDS) {
      throw new RefusedException(
          Reason.INVALID_ARGUMENT, "X-Amz-Expires is a number of seconds from 1 to 604800.");
    }
    if (!clock.instant().isBefore(signedAt.plusSeconds(seconds))) {
      throw new RefusedException(Reason.ACCESS_DENIED, "Request has expired");
    }
  }

  private static SignedPayload checkSignature(
      HttpServletRequest request, Claim claim, Secret secret) throws RefusedException, IOException {
    SignedPayload payload =
        claim.presigned
            ? SignedPayload.ofPresigned(AwsSignature.pinnedPayloadHash(request))
            : SignedPayload.ofHeader(request);
    try {
      String actual = claim.header.getSignature();
      String expected = "";
      boolean fits = false;
      for (Canonical canonical : canonicals(request, claim, payload)) {
        if (!fits) {
          expected = signature(request, claim, secret, canonical);
          fits = same(expected, actual);
        }
      }
      if (!fits) {
        throw new RefusedException(
            Reason.SIGNATURE_DOES_NOT_MATCH,
            "The request signature we calculated does not match the signature you provided.");
      }
      if (payload instanceof Streamed streamed && streamed.signedChunks()) {
        SecretKeySpec signingKey =
            new SecretKeySpec(
                AwsSignature.deriveSigningKeyV4(claim.header, secret.reveal()), "HmacSHA256");
        return streamed.withSeed(expected, signingKey, claim.timestamp, scope(claim.header));
      }
      return payload;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC-SHA256", e);
    }
  }

  /** A way in which signers write what they sign. */
  private record Canonical(String path, @Nullable String hash) {}

  /**
   * Signers differ: some send {@code //} as {@code /%2F} and sign it as {@code //}; with a pinned
   * digest in a presigned URL some sign the digest, some {@code UNSIGNED-PAYLOAD}.
   */
  private static Set<Canonical> canonicals(
      HttpServletRequest request, Claim claim, SignedPayload payload) {
    String sent = request.getRequestURI();
    String decoded = sent.replace("%2F", "/").replace("%2f", "/");
    Set<Canonical> canonicals = new LinkedHashSet<>();
    for (String path : new LinkedHashSet<>(List.of(sent, decoded))) {
      canonicals.add(new Canonical(path, payload.hash()));
      if (claim.presigned) {
        canonicals.add(new Canonical(path, null));
      }
    }
    return canonicals;
  }

  private static String signature(
      HttpServletRequest request, Claim claim, Secret secret, Canonical canonical)
      throws GeneralSecurityException, IOException {
    return AwsSignature.createAuthorizationSignatureV4(
            request,
            claim.header,
            new byte[0],
            canonical.path,
            secret.reveal(),
            claim.presigned,
            claim.presigned ? canonical.hash : null,
            claim.presigned ? null : canonical.hash)
        .signature();
  }

  private static String scope(S3AuthorizationHeader header) {
    return "%s/%s/%s/aws4_request"
        .formatted(header.getDate(), header.getRegion(), header.getService());
  }

  private static void checkSessionToken(HttpServletRequest request, Claim claim, StoreKey key)
      throws RefusedException {
    String sent =
        claim.presigned
            ? request.getParameter("X-Amz-Security-Token")
            : request.getHeader("x-amz-security-token");
    Optional<Secret> token = Optional.ofNullable(sent).map(Secret::of);
    if (!token.equals(key.sessionToken())) {
      throw new RefusedException(
          Reason.INVALID_TOKEN,
          key.sessionToken().isPresent()
              ? "The session token is missing or malformed."
              : "These keys have no session token.");
    }
  }

  private static boolean same(String expected, String actual) {
    return MessageDigest.isEqual(expected.getBytes(UTF_8), actual.getBytes(UTF_8));
  }
}

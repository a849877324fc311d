package io.windlass.server.aws.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.windlass.foundation.Secret;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Tells whose signature a request carries. Thread-safe.
 *
 * <p>What must be signed: the host, the date, and every {@code x-amz-} header that came. The hash
 * of the body is always taken of the body itself. Session tokens are not known here.
 */
public final class SignatureCheck {
  /** How far the clocks of the two sides may be apart, either way. */
  public static final Duration SKEW = Duration.ofMinutes(15);

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);

  private final InstantSource clock;

  /** A check against this clock. */
  public SignatureCheck(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Checks a request.
   *
   * @param service the name that the service signs with, for example {@code fsx}
   * @param signers who an access key belongs to, and its secret
   */
  public <T> Outcome<T> check(
      SignedRequest request, String service, Function<String, Optional<Signer<T>>> signers) {
    Optional<String> header = AuthorizationHeader.of(request);
    if (header.isEmpty()) {
      return new Outcome.Unknown<>("The request is not signed.");
    }
    return switch (AuthorizationHeader.read(header.get())) {
      case AuthorizationHeader.Read.Wrong(String sentence) -> new Outcome.Broken<>(sentence);
      case AuthorizationHeader.Read.Right(AuthorizationHeader right) ->
          check(request, service, right, signers);
    };
  }

  private <T> Outcome<T> check(
      SignedRequest request,
      String service,
      AuthorizationHeader header,
      Function<String, Optional<Signer<T>>> signers) {
    Optional<String> timestamp = request.header("x-amz-date");
    if (timestamp.isEmpty()) {
      return new Outcome.Broken<>("Authorization header requires existence of 'X-Amz-Date'.");
    }
    Optional<Instant> signedAt = parse(timestamp.get());
    if (signedAt.isEmpty()) {
      return new Outcome.Broken<>("X-Amz-Date must be in ISO-8601 'basic format'.");
    }
    Optional<String> unsigned = unsigned(request, header.signedHeaders());
    if (unsigned.isPresent()) {
      return new Outcome.Wrong<>("'" + unsigned.get() + "' must be a signed header.");
    }
    Optional<String> scope = scope(header.credential(), service, timestamp.get());
    if (scope.isPresent()) {
      return new Outcome.Wrong<>(scope.get());
    }
    Optional<Signer<T>> signer =
        request.headers().containsKey("x-amz-security-token")
            ? Optional.empty()
            : signers.apply(header.credential().accessKeyId());
    if (signer.isEmpty()) {
      return new Outcome.Unknown<>("The security token included in the request is invalid.");
    }
    String right =
        SignatureV4.of(
            request,
            header.credential(),
            header.signedHeaders(),
            timestamp.get(),
            signer.get().secretAccessKey());
    if (!MessageDigest.isEqual(right.getBytes(US_ASCII), header.signature().getBytes(US_ASCII))) {
      return new Outcome.Wrong<>(
          "The request signature we calculated does not match the signature you provided.");
    }
    return timely(signedAt.get())
        .<Outcome<T>>map(Outcome.Wrong::new)
        .orElseGet(() -> new Outcome.Right<>(signer.get().who(), header.credential().region()));
  }

  /** Only who holds the secret learns what time it is here. */
  private Optional<String> timely(Instant signedAt) {
    Instant now = clock.instant();
    if (signedAt.isBefore(now.minus(SKEW))) {
      return Optional.of(
          "Signature expired: "
              + text(signedAt)
              + " is now earlier than "
              + text(now.minus(SKEW))
              + ".");
    }
    if (signedAt.isAfter(now.plus(SKEW))) {
      return Optional.of(
          "Signature not yet current: "
              + text(signedAt)
              + " is still later than "
              + text(now.plus(SKEW))
              + ".");
    }
    return Optional.empty();
  }

  private static Optional<String> scope(Credential credential, String service, String timestamp) {
    if (!credential.service().equals(service)) {
      return Optional.of("Credential should be scoped to correct service: '" + service + "'.");
    }
    return timestamp.startsWith(credential.date())
        ? Optional.empty()
        : Optional.of("Date in Credential scope does not match YYYYMMDD from X-Amz-Date.");
  }

  /** A header that has to be signed and is not. */
  private static Optional<String> unsigned(SignedRequest request, List<String> signed) {
    TreeSet<String> needed = new TreeSet<>(List.of("host", "x-amz-date"));
    request.headers().keySet().stream()
        .filter(name -> name.startsWith("x-amz-"))
        .forEach(needed::add);
    return needed.stream().filter(name -> !signed.contains(name)).findFirst();
  }

  private static Optional<Instant> parse(String timestamp) {
    try {
      return Optional.of(LocalDateTime.parse(timestamp, TIMESTAMP).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String text(Instant instant) {
    return TIMESTAMP.format(instant.atOffset(ZoneOffset.UTC));
  }

  /**
   * Whose an access key is.
   *
   * @param secretAccessKey what its signatures are made with
   */
  public record Signer<T>(T who, Secret secretAccessKey) {}

  /** What the check found. */
  public sealed interface Outcome<T> {
    /**
     * A right signature.
     *
     * @param region that the client signed for
     */
    record Right<T>(T who, String region) implements Outcome<T> {}

    /** No signature, or one with a key that nobody has. */
    record Unknown<T>(String sentence) implements Outcome<T> {}

    /** A signature that is not right, or no longer. */
    record Wrong<T>(String sentence) implements Outcome<T> {}

    /** A header that cannot be read. */
    record Broken<T>(String sentence) implements Outcome<T> {}
  }
}

package io.windlass.server.aws;

import io.windlass.catalog.identity.AwsKeys;
import io.windlass.catalog.identity.Caller;
import io.windlass.server.aws.signature.SignatureCheck;
import io.windlass.server.aws.signature.SignatureCheck.Outcome;
import io.windlass.server.aws.signature.SignatureCheck.Signer;
import io.windlass.server.aws.signature.SignedRequest;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Finds out who signed a request, by the key pairs of users. Thread-safe. */
@Singleton
final class AwsAuthentication {
  private final AwsKeys keys;
  private final SignatureCheck signatures;

  AwsAuthentication(AwsKeys keys, InstantSource clock) {
    this.keys = keys;
    this.signatures = new SignatureCheck(clock);
  }

  /**
   * Somebody whose signature is right.
   *
   * @param region that the client signed for
   */
  record Known(Caller caller, String region) {}

  /**
   * Who signed the request.
   *
   * @throws AwsFault {@code UnrecognizedClientException}, {@code InvalidSignatureException}, {@code
   *     IncompleteSignature}
   */
  Known check(SignedRequest request, String service) {
    Outcome<Caller> outcome = signatures.check(request, service, this::signer);
    return switch (outcome) {
      case Outcome.Right<Caller>(var who, var region) -> new Known(who, region);
      case Outcome.Unknown<Caller>(var sentence) ->
          throw refused("UnrecognizedClientException", sentence);
      case Outcome.Wrong<Caller>(var sentence) ->
          throw refused("InvalidSignatureException", sentence);
      case Outcome.Broken<Caller>(var sentence) -> throw refused("IncompleteSignature", sentence);
    };
  }

  private Optional<Signer<Caller>> signer(String accessKeyId) {
    return keys.find(accessKeyId)
        .map(found -> new Signer<>(found.caller(), found.secretAccessKey()));
  }

  private static AwsFault refused(String code, String sentence) {
    return new AwsFault(403, code, sentence, Map.of());
  }
}

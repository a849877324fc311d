package io.windlass.connection.location;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a location may ask for, before any store is asked. */
final class LocationRules {
  private static final int MOST_TEXT = 1000;
  private static final Pattern STORAGE_CLASS = Pattern.compile("[A-Z0-9_-]{1,64}");
  private static final Pattern KEY_ID = Pattern.compile("[\\x21-\\x7e]{1,2048}");

  private LocationRules() {}

  /** The same with encryption as it goes over the wire and texts without blanks at their ends. */
  static NewLocation checked(NewLocation wanted) {
    Optional<String> encryption = wanted.encryption().map(LocationRules::encryption);
    if (wanted.kmsKeyId().isPresent() && !encryption.equals(Optional.of("aws:kms"))) {
      throw invalid("A KMS key goes with encryption aws:kms only.");
    }
    if (wanted.kmsKeyId().filter(key -> !KEY_ID.matcher(key).matches()).isPresent()) {
      throw invalid("A KMS key is an id, an alias or an ARN, without blanks.");
    }
    if (wanted.storageClass().filter(it -> !STORAGE_CLASS.matcher(it).matches()).isPresent()) {
      throw invalid("A storage class is written like STANDARD_IA.");
    }
    return new NewLocation(
        wanted.kind(),
        wanted.connectionId(),
        wanted.bucket(),
        wanted.baseKey(),
        wanted.sts(),
        encryption,
        wanted.kmsKeyId(),
        wanted.storageClass(),
        wanted.requesterPays(),
        wanted.description().map(text -> text("description", text)),
        wanted.banner().map(text -> text("banner", text)),
        wanted
            .endpointUrl()
            .map(text -> text("endpointUrl", trimmed(text)))
            .filter(text -> !text.isEmpty()));
  }

  static WindlassException invalid(String message) {
    return Problem.of(Kind.INVALID, "invalid_location", message).toException();
  }

  private static String encryption(String word) {
    if (word.equalsIgnoreCase("AES256")) {
      return "AES256";
    }
    if (word.equalsIgnoreCase("aws:kms")) {
      return "aws:kms";
    }
    throw invalid("Encryption is AES256 or aws:kms.");
  }

  private static String text(String name, String text) {
    if (text.length() > MOST_TEXT || text.indexOf(0) >= 0) {
      throw invalid("The " + name + " has at most " + MOST_TEXT + " characters.");
    }
    return text;
  }

  private static String trimmed(String url) {
    return url.replaceAll("^[/ \t]+|[/ \t]+$", "");
  }
}

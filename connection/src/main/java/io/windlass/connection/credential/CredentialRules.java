package io.windlass.connection.credential;

import io.windlass.connection.Connection;
import io.windlass.connection.CredentialDocument;
import io.windlass.connection.credential.NewCredential.ExtraKeys;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** What credentials may look like, before any store is asked. */
final class CredentialRules {
  private static final int MOST_EXTRA = 50;
  private static final int MOST_PREFIXES = 100;
  private static final int LONGEST_PREFIX = 1100;
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");

  private CredentialRules() {}

  /** The credential with the external id that is to be sent. */
  static NewCredential checked(
      NewCredential credential, Connection connection, long userId, Instant now) {
    if (credential.keys().isEmpty() && credential.roleArn().isEmpty()) {
      throw Problem.of(
              Kind.INVALID, "credentials_missing", "The credentials have neither keys nor a role.")
          .withRemedy("Give access_key_id and secret_access_key, or a role_arn, or all of them.")
          .toException();
    }
    credential.keys().ifPresent(CredentialDocument::check);
    credential.roleArn().ifPresent(CredentialDocument::checkRole);
    if (credential.expiresAt().filter(end -> !now.isBefore(end)).isPresent()) {
      throw Problem.of(Kind.INVALID, "already_expired", "The credentials have ended already.")
          .withRemedy("Get fresh ones; expires_at is a moment like 2031-01-31T12:00:00Z.")
          .toException();
    }
    extra(credential);
    if (credential.roleArn().isEmpty()) {
      return credential;
    }
    return new NewCredential(
        credential.keys(),
        credential.roleArn(),
        externalId(credential, connection, userId),
        credential.requesterPays(),
        credential.expiresAt(),
        credential.extra());
  }

  private static void extra(NewCredential credential) {
    if (credential.extra().size() > MOST_EXTRA) {
      throw tooMany();
    }
    for (ExtraKeys extra : credential.extra()) {
      CredentialDocument.check(extra.keys());
      if (extra.prefixes().isEmpty() || extra.prefixes().size() > MOST_PREFIXES) {
        throw tooMany();
      }
      for (String prefix : extra.prefixes()) {
        if (prefix.isEmpty() || prefix.startsWith("/") || prefix.length() > LONGEST_PREFIX) {
          throw Problem.of(
                  Kind.INVALID,
                  "invalid_prefix",
                  "A prefix of further keys is written BUCKET or BUCKET/KEY, without a slash before"
                      + " it.")
              .toException();
        }
      }
    }
  }

  private static WindlassException tooMany() {
    return Problem.of(
            Kind.INVALID,
            "too_many_keys",
            "There may be "
                + MOST_EXTRA
                + " further keys, each for 1 to "
                + MOST_PREFIXES
                + " prefixes.")
        .toException();
  }

  /**
   * A role that the connection assumes must trust this one user: with an external id that others
   * could choose too, they could name the role as theirs.
   */
  private static Optional<String> externalId(
      NewCredential credential, Connection connection, long userId) {
    if (credential.keys().isPresent()) {
      credential.externalId().ifPresent(CredentialRules::check);
      return credential.externalId();
    }
    if (connection.kind() == Connection.Kind.ANONYMOUS) {
      throw nothingLent();
    }
    String own = connection.projectGuid() + "/" + userId;
    if (credential.externalId().filter(given -> !given.equals(own)).isPresent()) {
      throw Problem.of(
              Kind.INVALID,
              "external_id_given",
              "The external id of a role that the connection assumes is not yours to choose.")
          .withRemedy("Let the role's trust policy ask for sts:ExternalId " + own + ".")
          .toException();
    }
    return Optional.of(own);
  }

  private static void check(String externalId) {
    if (!EXTERNAL_ID.matcher(externalId).matches()) {
      throw Problem.of(
              Kind.INVALID,
              "invalid_external_id",
              "An external id has 2 to 1,224 letters, digits and _+=,.@:/-.")
          .toException();
    }
  }

  static WindlassException nothingLent() {
    return Problem.of(
            Kind.INVALID,
            "role_needs_keys",
            "The connection signs nothing, so it cannot assume a role for you.")
        .withRemedy("Give keys that may assume the role.")
        .toException();
  }
}

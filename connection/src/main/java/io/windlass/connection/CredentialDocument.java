package io.windlass.connection;

import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.connection.credential.NewCredential;
import io.windlass.foundation.Secret;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/**
 * A person's credentials as people write them: JSON or YAML, as in {@link ConnectionDocument}.
 *
 * <pre>
 * {"credentials": {"access_key_id": "…", "secret_access_key": "…", "session_token": "…"},
 *  "expires_at": "2031-01-31T12:00:00Z"}
 * {"config": {"role_arn": "arn:aws:iam::123456789012:role/me"}}
 * </pre>
 *
 * Under {@code config} also {@code external_id} and {@code requester_pays}.
 */
public final class CredentialDocument {
  private static final List<String> KEYS = List.of("credentials", "config", "expires_at");
  static final List<String> CREDENTIALS =
      List.of("access_key_id", "secret_access_key", "session_token");
  private static final List<String> CONFIG = List.of("role_arn", "external_id", "requester_pays");

  private CredentialDocument() {}

  /**
   * Reads a document.
   *
   * @throws io.windlass.foundation.WindlassException as {@link ConnectionDocument#parse}
   */
  public static NewCredential parse(String text) {
    DocumentFields document = new DocumentFields(DocumentText.parse(text), "", KEYS);
    DocumentFields none = new DocumentFields(Map.of(), "", List.of());
    DocumentFields config = document.map("config", CONFIG).orElse(none);
    return new NewCredential(
        document.map("credentials", CREDENTIALS).map(CredentialDocument::keys),
        config.text("role_arn"),
        config.text("external_id"),
        config.flag("requester_pays").orElse(false),
        document.text("expires_at").map(end -> moment(document, end)),
        List.of());
  }

  static NewKeys keys(DocumentFields credentials) {
    return new NewKeys(
        credentials.text("access_key_id").orElseThrow(() -> credentials.missing("access_key_id")),
        credentials
            .text("secret_access_key")
            .map(Secret::of)
            .orElseThrow(() -> credentials.missing("secret_access_key")),
        credentials.text("session_token").map(Secret::of));
  }

  private static Instant moment(DocumentFields document, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException _) {
      throw document.invalid("expires_at", "must be a moment like 2031-01-31T12:00:00Z");
    }
  }

  /** Fails with {@code invalid_access_key_id} and its like unless these can be keys. */
  public static void check(NewKeys keys) {
    ConnectionRules.keys(keys);
  }

  /** Fails with {@code invalid_role_arn} unless this can be a role. */
  public static void checkRole(String arn) {
    ConnectionRules.role(arn);
  }
}

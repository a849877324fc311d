package io.windlass.server.globus.manager;

import io.windlass.connection.Connection.Status;
import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.connection.credential.NewCredential;
import io.windlass.connection.credential.NewCredential.ExtraKeys;
import io.windlass.connection.credential.OwnCredential;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Secret;
import io.windlass.server.globus.Document;
import io.windlass.server.globus.Identities;
import io.windlass.server.globus.Received;
import io.windlass.server.globus.Times;
import io.windlass.transfer.collection.Collection;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Credentials as documents {@code user_credential#1.0.0}, with the policies of Globus's S3
 * connector and, since those have neither session tokens nor roles, {@code #2.0.0} of our own.
 */
final class CredentialDocuments {
  private static final String POLICIES = "s3_user_credential_policies#2.0.0";

  private CredentialDocuments() {}

  /** A credential without its secrets. */
  static Document of(OwnCredential credential, Collection collection, String owner, Instant now) {
    return Document.of("user_credential#1.0.0")
        .with("id", credential.id().toString())
        .with("identity_id", Identities.of(credential.userId()).toString())
        .with("connector_id", Connectors.of(collection))
        .with("storage_gateway_id", collection.id().toString())
        .with("username", owner)
        .with("display_name", credential.displayName().orElse(collection.name()))
        .with("home_directory", null)
        .with("policies", policies(credential, now))
        .with("provisioned", true)
        .with("invalid", credential.status() == Status.INVALID || credential.expired(now))
        .with("deleted", false);
  }

  private static Document policies(OwnCredential credential, Instant now) {
    return Document.of(POLICIES)
        .with("s3_key_id", credential.accessKeyId())
        .with("s3_requester_pays", credential.requesterPays())
        .with("s3_role_arn", credential.roleArn())
        .with("s3_external_id", credential.externalId())
        .with("temporary", credential.temporary())
        .with("expires_at", credential.expiresAt().map(Times::ofTask))
        .with("created_at", Times.ofTask(credential.createdAt()))
        .with("replaced_at", Times.ofTask(credential.replacedAt()))
        .with("age", credential.age(now).name().toLowerCase(Locale.ROOT))
        .with("problem", credential.problem().map(Problem::message))
        .with(
            "s3_multi_keys",
            credential.extra().stream()
                .map(extra ->
                    Document.untyped()
                        .with("path_prefixes", extra.prefixes())
                        .with("s3_key_id", extra.accessKeyId()))
                .toList());
  }

  /** What policies say; entries of further keys without a secret are left out. */
  static NewCredential read(Received policies) {
    Optional<String> keyId = policies.text("s3_key_id").filter(id -> !id.isBlank());
    return new NewCredential(
        keyId.map(id ->
            new NewKeys(
                id,
                Secret.of(policies.requiredText("s3_secret_key")),
                policies.text("s3_session_token").map(Secret::of))),
        policies.text("s3_role_arn"),
        policies.text("s3_external_id"),
        policies.flag("s3_requester_pays"),
        policies.text("expires_at").map(text -> Times.read("expires_at", text)),
        extra(policies.objects("s3_multi_keys")));
  }

  private static List<ExtraKeys> extra(List<Received> entries) {
    return entries.stream()
        .filter(entry -> entry.text("s3_secret_key").isPresent())
        .map(entry ->
            new ExtraKeys(
                entry.texts("path_prefixes"),
                new NewKeys(
                    entry.requiredText("s3_key_id"),
                    Secret.of(entry.requiredText("s3_secret_key")),
                    entry.text("s3_session_token").map(Secret::of))))
        .toList();
  }
}

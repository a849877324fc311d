package io.windlass.server.globus.manager;

import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.connection.credential.NewCredential;
import io.windlass.connection.credential.NewCredential.ExtraKeys;
import io.windlass.foundation.Secret;
import io.windlass.server.globus.Received;
import io.windlass.server.globus.Times;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Policies that change a part of a credential: fields that are not sent stay as they are, further
 * keys are known by their ids, and those whose secret is sent as {@code null} are removed.
 */
final class CredentialChange {
  private final Received policies;

  CredentialChange(Received policies) {
    this.policies = policies;
  }

  NewCredential of(NewCredential before) {
    return new NewCredential(
        keys(before.keys()),
        changed("s3_role_arn", before.roleArn()),
        changed("s3_external_id", before.externalId()),
        policies.maybeFlag("s3_requester_pays").orElse(before.requesterPays()),
        policies.has("expires_at")
            ? policies.text("expires_at").map(text -> Times.read("expires_at", text))
            : before.expiresAt(),
        extra(before.extra()));
  }

  private Optional<NewKeys> keys(Optional<NewKeys> before) {
    if (!policies.has("s3_key_id") && !policies.has("s3_secret_key")) {
      return before;
    }
    Optional<String> id =
        policies
            .text("s3_key_id")
            .or(() ->
                policies.has("s3_key_id") ? Optional.empty() : before.map(NewKeys::accessKeyId));
    return id.map(one -> keys(policies, one, before));
  }

  /** The secret may be left out where the id stays. */
  private static NewKeys keys(Received sent, String id, Optional<NewKeys> before) {
    Optional<NewKeys> same = before.filter(keys -> keys.accessKeyId().equals(id));
    if (same.isPresent() && !sent.has("s3_secret_key")) {
      return same.get();
    }
    return new NewKeys(
        id,
        Secret.of(sent.requiredText("s3_secret_key")),
        sent.text("s3_session_token").map(Secret::of));
  }

  private Optional<String> changed(String field, Optional<String> before) {
    return policies.has(field) ? policies.text(field) : before;
  }

  private List<ExtraKeys> extra(List<ExtraKeys> before) {
    Map<String, ExtraKeys> all = new LinkedHashMap<>();
    before.forEach(keys -> all.put(keys.keys().accessKeyId(), keys));
    for (Received entry : policies.objects("s3_multi_keys")) {
      String id = entry.requiredText("s3_key_id");
      @Nullable ExtraKeys known = all.remove(id);
      if (entry.has("s3_secret_key") && entry.text("s3_secret_key").isEmpty()) {
        continue;
      }
      all.put(
          id,
          new ExtraKeys(
              known != null && !entry.has("path_prefixes")
                  ? known.prefixes()
                  : entry.texts("path_prefixes"),
              keys(entry, id, Optional.ofNullable(known).map(ExtraKeys::keys))));
    }
    return List.copyOf(all.values());
  }
}

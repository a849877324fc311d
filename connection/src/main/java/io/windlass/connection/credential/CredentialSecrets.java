package io.windlass.connection.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.connection.credential.OwnCredential.Extra;
import io.windlass.connection.secrets.SealedField;
import io.windlass.connection.secrets.SecretBox;
import io.windlass.foundation.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The documents of a row: all its secrets in one ciphertext, and the extra keys without theirs. */
final class CredentialSecrets {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ID = "access_key_id";

  private final SecretBox box;

  CredentialSecrets(SecretBox box) {
    this.box = box;
  }

  /** Nothing where there is no secret: a role that the connection assumes. */
  Optional<byte[]> seal(UUID id, NewCredential credential) {
    if (credential.keys().isEmpty() && credential.extra().isEmpty()) {
      return Optional.empty();
    }
    ObjectNode plain = JSON.createObjectNode();
    credential.keys().ifPresent(keys -> plain.set("keys", write(keys)));
    ArrayNode extra = plain.putArray("extra");
    credential.extra().forEach(more -> extra.add(write(more.keys())));
    return Optional.of(box.seal(Secret.of(plain.toString()), place(id)));
  }

  /** The keys of a credential, and its extra ones in their order. */
  Opened open(UUID id, byte[] sealed) {
    JsonNode plain = parse(box.open(sealed, place(id)).reveal());
    List<NewKeys> extra = new ArrayList<>();
    plain.path("extra").forEach(node -> extra.add(read(node)));
    return new Opened(
        plain.has("keys") ? Optional.of(read(plain.path("keys"))) : Optional.empty(), extra);
  }

  static String describe(List<NewCredential.ExtraKeys> extra) {
    ArrayNode all = JSON.createArrayNode();
    for (NewCredential.ExtraKeys more : extra) {
      ObjectNode one = all.addObject().put(ID, more.keys().accessKeyId());
      more.prefixes().forEach(one.putArray("prefixes")::add);
    }
    return all.toString();
  }

  static List<Extra> described(String document) {
    List<Extra> all = new ArrayList<>();
    for (JsonNode node : parse(document)) {
      List<String> prefixes = new ArrayList<>();
      node.path("prefixes").forEach(prefix -> prefixes.add(prefix.asText()));
      all.add(new Extra(prefixes, node.path(ID).asText()));
    }
    return all;
  }

  private static ObjectNode write(NewKeys keys) {
    ObjectNode node =
        JSON.createObjectNode()
            .put(ID, keys.accessKeyId())
            .put("secret", keys.secretAccessKey().reveal());
    keys.sessionToken().ifPresent(token -> node.put("token", token.reveal()));
    return node;
  }

  private static NewKeys read(JsonNode node) {
    return new NewKeys(
        node.path(ID).asText(),
        Secret.of(node.path("secret").asText()),
        node.has("token") ? Optional.of(Secret.of(node.path("token").asText())) : Optional.empty());
  }

  private static JsonNode parse(String document) {
    try {
      return JSON.readTree(document);
    } catch (JsonProcessingException _) {
      throw new IllegalStateException("a credential holds no document");
    }
  }

  private static SealedField place(UUID id) {
    return new SealedField("own_credential", "sealed_secrets", id.toString());
  }

  /** What was sealed. */
  record Opened(Optional<NewKeys> keys, List<NewKeys> extra) {}
}

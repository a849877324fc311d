package io.windlass.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.connection.secrets.SealedField;
import io.windlass.connection.secrets.SecretBox;
import io.windlass.foundation.Secret;
import java.util.Optional;

/** The sealed half of a connection's keys: secret and session token in one ciphertext. */
final class ConnectionSecrets {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final SecretBox box;

  ConnectionSecrets(SecretBox box) {
    this.box = box;
  }

  byte[] seal(String connectionId, NewKeys keys) {
    ObjectNode plain = JSON.createObjectNode().put("secret", keys.secretAccessKey().reveal());
    keys.sessionToken().ifPresent(token -> plain.put("token", token.reveal()));
    return box.seal(Secret.of(plain.toString()), place(connectionId));
  }

  NewKeys open(String connectionId, String accessKeyId, byte[] sealed) {
    String plain = box.open(sealed, place(connectionId)).reveal();
    try {
      JsonNode node = JSON.readTree(plain);
      return new NewKeys(
          accessKeyId,
          Secret.of(node.path("secret").asText()),
          node.has("token")
              ? Optional.of(Secret.of(node.path("token").asText()))
              : Optional.empty());
    } catch (JsonProcessingException _) {
      throw new IllegalStateException("sealed secrets of " + connectionId + " hold no document");
    }
  }

  private static SealedField place(String connectionId) {
    return new SealedField("connection", "sealed_secrets", connectionId);
  }
}

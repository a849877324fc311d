package io.windlass.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.client.model.CreatedAwsKeys;
import io.windlass.client.model.CreatedToken;
import io.windlass.client.model.Credentials;
import io.windlass.client.model.Download;
import io.windlass.client.model.PresignedAddress;
import io.windlass.client.model.PresignedPart;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelSecrecyTest {
  private static final String JSON =
      """
      {"token":"HIDDEN","secretAccessKey":"HIDDEN","sessionToken":"HIDDEN","url":"HIDDEN",
       "accessKeyId":"SEEN","expiration":"2026-11-21T10:00:00Z"}
      """;

  @Test
  void recordsThatHoldSecretsNeverPrintThem() throws Exception {
    for (Class<?> type :
        List.of(
            CreatedToken.class,
            CreatedAwsKeys.class,
            Credentials.class,
            Download.class,
            PresignedAddress.class,
            PresignedPart.class)) {
      Object value = WindlassJson.mapper().readValue(JSON, type);
      assertThat(WindlassJson.mapper().writeValueAsString(value)).contains("HIDDEN");
      assertThat(value.toString()).doesNotContain("HIDDEN").contains("(secret)");
    }
  }
}

package io.windlass.server.globus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentitiesTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 1_000_001, 273_950, (1L << 62) - 1})
  void anIdentityLeadsBackToItsUser(long user) {
    UUID identity = Identities.of(user);
    assertThat(identity.version()).isEqualTo(8);
    assertThat(identity.variant()).isEqualTo(2);
    assertThat(Identities.userId(identity)).contains(user);
  }

  @Test
  void otherIdentifiersAreNobody() {
    assertThat(Identities.userId(UUID.randomUUID())).isEmpty();
    assertThat(Identities.userId(new UUID(0, 5))).isEmpty();
  }
}

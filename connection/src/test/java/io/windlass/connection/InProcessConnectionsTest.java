package io.windlass.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.connection.Connection.Vending;
import io.windlass.connection.verification.Verification.Outcome;
import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class InProcessConnectionsTest extends ConnectionsContract {
  private final InProcessStore backing = InProcessStore.start();

  @Override
  S3TestStore backing() {
    return backing;
  }

  @AfterAll
  void closeStore() {
    backing.close();
  }

  @Test
  void aStoreWithoutTokenServiceIsFoundOutAndRemembered() {
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(owner())));
    assertThat(made.vending()).isEqualTo(Vending.FEDERATION_TOKEN);
    assertThat(outcome(verify(made, bucket, "", true), "temporary-keys"))
        .isEqualTo(Outcome.WARNING);
    assertThat(connections.find(made.id()).orElseThrow().vending()).isEqualTo(Vending.NONE);
  }

  @Test
  void keysOfTheEmbeddedStoreAreVendedByWindlass() {
    connections.embedded(backing.endpoint(), backing.region());
    Connection made = connections.create(house.byKeys(project, TestHouse.keys(owner())));
    assertThat(made.vending()).isEqualTo(Vending.WINDLASS);
    connections.embedded(java.net.URI.create("http://127.0.0.1:4001"), "us-east-1");
  }
}

package io.windlass.connection;

import io.windlass.objectstore.StoreAddress;
import java.time.Instant;
import java.util.Optional;

final class ConnectionFixtures {
  private ConnectionFixtures() {}

  static Connection of(Connection.Kind kind) {
    return new Connection(
        "c_x",
        "c_1",
        "proj_x",
        "x",
        kind,
        StoreAddress.aws("us-east-1"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Connection.Vending.NONE,
        Connection.Status.UNVERIFIED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        1,
        Instant.EPOCH,
        Optional.empty());
  }
}

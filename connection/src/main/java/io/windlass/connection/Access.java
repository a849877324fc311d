package io.windlass.connection;

import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.objectstore.Signing;
import io.windlass.objectstore.StoreAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * How a connection signs.
 *
 * @param address where
 * @param signing requests to the store
 * @param tokenSigning requests to the token service; absent where nobody could sign them
 * @param vendingRole the role that temporary keys are taken from
 * @param externalId sent with every assumption
 * @param sessionName of the connection's own sessions
 */
record Access(
    StoreAddress address,
    Signing signing,
    Optional<Signing> tokenSigning,
    Optional<String> vendingRole,
    Optional<String> externalId,
    String sessionName) {

  static final Duration LONGEST_SESSION = Duration.ofHours(12);

  static Access of(ConnectionRow row, Optional<NewKeys> keys) {
    Optional<Signing> own = keys.map(Access::signing);
    String sessionName = "windlass-" + row.id();
    return switch (row.kind()) {
      case KEYS ->
          new Access(
              row.address(),
              own.orElseThrow(),
              own,
              row.vendingRoleArn(),
              row.externalId(),
              sessionName);
      case ROLE -> {
        Signing source = own.orElseGet(Signing.Ambient::new);
        yield new Access(
            row.address(),
            new Signing.Role(
                row.roleArn().orElseThrow(),
                row.externalId(),
                sessionName,
                row.roleSeconds().map(Duration::ofSeconds).orElse(LONGEST_SESSION),
                source),
            Optional.of(source),
            row.vendingRoleArn().or(row::roleArn),
            row.externalId(),
            sessionName);
      }
      case AMBIENT ->
          new Access(
              row.address(),
              new Signing.Ambient(),
              Optional.of(new Signing.Ambient()),
              row.vendingRoleArn(),
              row.externalId(),
              sessionName);
      case ANONYMOUS ->
          new Access(
              row.address(),
              new Signing.Anonymous(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              sessionName);
    };
  }

  /** The same address, reached otherwise. */
  Access reached(StoreReach reach) {
    StoreAddress there =
        new StoreAddress(
            address.endpoint(),
            address.stsEndpoint(),
            reach.region().orElse(address.region()),
            address.pathStyle(),
            address.requesterPays() || reach.requesterPays(),
            address.checksums());
    return reach
        .signing()
        .map(own -> own.signing().apply(tokenSigning))
        .map(own -> new Access(there, own, tokenSigning, vendingRole, externalId, sessionName))
        .orElseGet(
            () -> new Access(there, signing, tokenSigning, vendingRole, externalId, sessionName));
  }

  static Signing signing(NewKeys keys) {
    return new Signing.Keys(keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
  }
}

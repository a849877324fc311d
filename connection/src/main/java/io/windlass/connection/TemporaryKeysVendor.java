package io.windlass.connection;

import io.windlass.connection.OpenStores.Opened;
import io.windlass.connection.policy.SessionPolicy;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.objectstore.SecurityTokens;
import io.windlass.objectstore.SecurityTokens.RoleRequest;
import io.windlass.objectstore.SecurityTokens.TemporaryKeys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes temporary keys that a session policy narrows to one prefix. */
final class TemporaryKeysVendor {
  private static final Duration SHORTEST = Duration.ofMinutes(15);
  private static final Duration LONGEST = Duration.ofHours(12);

  /** What a token service may answer less than it was asked for without having shortened it. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final Pattern SESSION_NAME = Pattern.compile("[\\w=,.@-]{2,64}");
  private static final int FEDERATED_NAME = 32;

  private final ConnectionRows rows;
  private final InstantSource clock;

  TemporaryKeysVendor(ConnectionRows rows, InstantSource clock) {
    this.rows = rows;
    this.clock = clock;
  }

  TemporaryKeys vend(ConnectionRow row, Opened opened, VendRequest request) {
    if (request.duration().compareTo(SHORTEST) < 0 || request.duration().compareTo(LONGEST) > 0) {
      throw Problem.of(
              Kind.INVALID, "invalid_duration", "Temporary keys live for 15 minutes to 12 hours.")
          .toException();
    }
    if (!SESSION_NAME.matcher(request.sessionName()).matches()) {
      throw Problem.of(
              Kind.INVALID,
              "invalid_session_name",
              "A session name has 2 to 64 letters, digits and _ = , . @ -.")
          .toException();
    }
    String policy = SessionPolicy.of(request.bucket(), request.baseKey(), request.permission());
    return switch (row.vending()) {
      case ASSUME_ROLE -> assumeRole(row, opened, request, policy);
      case FEDERATION_TOKEN ->
          tokens(row, opened).federationToken(federated(request), policy, request.duration());
      case WINDLASS, NONE -> throw impossible(row);
    };
  }

  private TemporaryKeys assumeRole(
      ConnectionRow row, Opened opened, VendRequest request, String policy) {
    Duration wanted = request.duration();
    Duration known = row.vendingSeconds().map(Duration::ofSeconds).orElse(wanted);
    Duration asked = known.compareTo(wanted) < 0 ? known : wanted;
    TemporaryKeys keys =
        tokens(row, opened)
            .assumeRoleAtMost(
                new RoleRequest(
                    opened.access().vendingRole().orElseThrow(() -> impossible(row)),
                    opened.access().externalId(),
                    request.sessionName(),
                    Optional.of(policy),
                    asked));
    Duration granted = Duration.between(clock.instant(), keys.expiresAt());
    if (granted.plus(TOLERANCE).compareTo(asked) < 0) {
      rows.vendingSeconds(row.id(), Math.max(3600, granted.plus(TOLERANCE).toHours() * 3600));
    }
    return keys;
  }

  private static SecurityTokens tokens(ConnectionRow row, Opened opened) {
    return opened.tokens().orElseThrow(() -> impossible(row));
  }

  private static String federated(VendRequest request) {
    String name = request.sessionName();
    return name.length() <= FEDERATED_NAME ? name : name.substring(0, FEDERATED_NAME);
  }

  private static io.windlass.foundation.WindlassException impossible(ConnectionRow row) {
    return Problem.of(
            Kind.CONFLICT,
            "vending_impossible",
            "Connection " + row.name() + " has nothing to make temporary keys from.")
        .withRemedy(
            "Use long-lived keys at a store with a token service, or name a role to vend from"
                + " (config.vending_role_arn), and verify the connection again.")
        .toException();
  }
}

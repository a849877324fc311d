package io.windlass.connection;

import io.windlass.connection.Connection.Vending;
import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Secret;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.StoreAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a connection may look like, before any store is asked. */
final class ConnectionRules {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{3,30}");
  private static final Pattern ALIAS_LIKE = Pattern.compile("c_.*");
  private static final Pattern REGION = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");
  private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]{1,256}");
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,8192}");
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{0,12}:role/[\\w+=,.@/-]{1,512}");

  private ConnectionRules() {}

  static void check(NewConnection connection) {
    connection.name().ifPresent(ConnectionRules::name);
    region(connection.address().region());
    connection.keys().ifPresent(ConnectionRules::keys);
    connection.roleArn().ifPresent(ConnectionRules::role);
    connection.vendingRoleArn().ifPresent(ConnectionRules::role);
    fits(
        connection.kind(),
        connection.keys().isPresent(),
        connection.roleArn().isPresent(),
        connection.vendingRoleArn().isPresent());
  }

  /** The row as it would be after the change. */
  static ConnectionRow apply(ConnectionRow row, ConnectionChange change) {
    change.name().ifPresent(ConnectionRules::name);
    change.region().ifPresent(ConnectionRules::region);
    change.keys().ifPresent(ConnectionRules::keys);
    change.roleArn().ifPresent(ConnectionRules::role);
    change.vendingRoleArn().ifPresent(ConnectionRules::role);
    StoreAddress old = row.address();
    ConnectionRow changed =
        row.with(
            change.name().orElse(row.name()),
            new StoreAddress(
                change.endpoint().or(old::endpoint),
                change.stsEndpoint().or(old::stsEndpoint),
                change.region().orElse(old.region()),
                change.pathStyle().orElse(old.pathStyle()),
                change.requesterPays().orElse(old.requesterPays()),
                old.checksums()),
            change.keys().map(NewKeys::accessKeyId).or(row::accessKeyId),
            new ConnectionRow.Roles(
                change.roleArn().or(row::roleArn),
                change.vendingRoleArn().or(row::vendingRoleArn)));
    fits(
        changed.kind(),
        changed.accessKeyId().isPresent(),
        changed.roleArn().isPresent(),
        changed.vendingRoleArn().isPresent());
    return changed;
  }

  /** Whether a change touches how the store is reached or signed for. */
  static boolean signsOtherwise(
      ConnectionRow before, ConnectionRow after, ConnectionChange change) {
    return change.keys().isPresent()
        || !before.address().equals(after.address())
        || !before.roleArn().equals(after.roleArn());
  }

  /** Where temporary keys come from, as far as that can be told without asking. */
  static Vending vending(ConnectionRow row, Optional<NewKeys> keys, boolean embedded) {
    if (embedded && row.kind() == Connection.Kind.KEYS) {
      return Vending.WINDLASS;
    }
    return switch (row.kind()) {
      case KEYS -> {
        if (row.vendingRoleArn().isPresent()) {
          yield Vending.ASSUME_ROLE;
        }
        // Temporary keys cannot ask for others without a role.
        boolean longLived = keys.flatMap(NewKeys::sessionToken).isEmpty();
        yield longLived ? Vending.FEDERATION_TOKEN : Vending.NONE;
      }
      case ROLE -> Vending.ASSUME_ROLE;
      case AMBIENT -> row.vendingRoleArn().isPresent() ? Vending.ASSUME_ROLE : Vending.NONE;
      case ANONYMOUS -> Vending.NONE;
    };
  }

  private static void fits(Connection.Kind kind, boolean keys, boolean role, boolean vendingRole) {
    boolean fits =
        switch (kind) {
          case KEYS -> keys && !role;
          case ROLE -> role;
          case AMBIENT -> !keys && !role;
          case ANONYMOUS -> !keys && !role && !vendingRole;
        };
    if (!fits) {
      throw Problem.of(
              Problem.Kind.INVALID,
              "kind_mismatch",
              switch (kind) {
                case KEYS -> "A connection by keys needs both keys and no role.";
                case ROLE -> "A connection by role needs the role's ARN.";
                case AMBIENT -> "An ambient connection takes neither keys nor a role.";
                case ANONYMOUS -> "An anonymous connection takes neither keys nor roles.";
              })
          .withRemedy("Give credentials for keys, config.role_arn for a role, or neither.")
          .toException();
    }
  }

  private static void name(String name) {
    if (!NAME.matcher(name).matches() || ALIAS_LIKE.matcher(name).matches()) {
      throw invalid(
          "invalid_name",
          "A connection's name has 3 to 30 of a-z, 0-9, - and _, and does not begin with c_.");
    }
  }

  private static void region(String region) {
    if (!REGION.matcher(region).matches()) {
      throw invalid("invalid_region", "A region has letters, digits and hyphens only.");
    }
  }

  static void role(String arn) {
    if (!ROLE.matcher(arn).matches()) {
      throw invalid("invalid_role_arn", "A role is written arn:aws:iam::123456789012:role/NAME.");
    }
  }

  static void keys(NewKeys keys) {
    if (!KEY.matcher(keys.accessKeyId()).matches()) {
      throw invalid(
          "invalid_access_key_id", "The access key id holds blanks or characters that none has.");
    }
    if (!matches(SECRET, keys.secretAccessKey())) {
      throw invalid(
          "invalid_secret_access_key",
          "The secret access key holds blanks or characters that none has.");
    }
    if (keys.sessionToken().isPresent() && !matches(TOKEN, keys.sessionToken().get())) {
      throw invalid(
          "invalid_session_token", "The session token holds blanks or characters that none has.");
    }
  }

  private static boolean matches(Pattern pattern, Secret secret) {
    return pattern.matcher(secret.reveal()).matches();
  }

  private static WindlassException invalid(String code, String message) {
    return Problem.of(Problem.Kind.INVALID, code, message).toException();
  }
}

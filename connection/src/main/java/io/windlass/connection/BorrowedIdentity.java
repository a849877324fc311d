package io.windlass.connection;

import io.windlass.connection.Connection.Kind;
import io.windlass.connection.OpenStores.Opened;
import io.windlass.foundation.Ids;
import io.windlass.foundation.Problem;
import io.windlass.objectstore.SecurityTokens;
import io.windlass.objectstore.SecurityTokens.RoleRequest;
import io.windlass.objectstore.Signing;
import io.windlass.objectstore.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps projects from using what the installation's own cloud identity may do (the confused
 * deputy). A project may have a role assumed with it, and then the role's trust policy must insist
 * on the project's external id: a role that is granted for any external id trusts the installation
 * as such, and any project could name it.
 */
final class BorrowedIdentity {
  private static final Duration SHORTEST = Duration.ofMinutes(15);

  private final String installationGuid;

  BorrowedIdentity(String installationGuid) {
    this.installationGuid = installationGuid;
  }

  /** Only the installation itself signs as the machine does. */
  static void refuseAmbient(NewConnection connection, String installationGuid) {
    if (connection.kind() == Kind.AMBIENT && !connection.projectGuid().equals(installationGuid)) {
      throw Problem.of(
              Problem.Kind.FORBIDDEN,
              "ambient_for_installation_only",
              "Only a connection of the installation may sign as the machine itself.")
          .withRemedy(
              "Give the project keys or a role of its own, or let an administrator make the"
                  + " connection without a project.")
          .toException();
    }
  }

  /** Fails with {@code external_id_not_required} when a role can be had with any external id. */
  void refuseOpenRoles(ConnectionRow row, Opened candidate) {
    boolean borrowed =
        candidate.access().tokenSigning().filter(Signing.Ambient.class::isInstance).isPresent();
    if (!borrowed || row.projectGuid().equals(installationGuid)) {
      return;
    }
    Stream.concat(row.roleArn().stream(), row.vendingRoleArn().stream())
        .distinct()
        .forEach(arn -> refuseOpenRole(candidate, arn, row.projectGuid()));
  }

  /** Fails with {@code external_id_not_required} when the role can be had with any external id. */
  static void refuseOpenRole(Opened candidate, String arn, String externalId) {
    SecurityTokens tokens = candidate.tokens().orElseThrow();
    if (isOpen(tokens, arn, candidate.access().sessionName())) {
      throw Problem.of(
              Problem.Kind.FORBIDDEN,
              "external_id_not_required",
              "The role "
                  + arn
                  + " can be assumed with any external id, so others could use it as well.")
          .withRemedy(
              "Add the condition StringEquals sts:ExternalId "
                  + externalId
                  + " to its trust policy, as connections policy --for trust prints it.")
          .toException();
    }
  }

  private static boolean isOpen(SecurityTokens tokens, String arn, String sessionName) {
    try {
      tokens.assumeRole(
          new RoleRequest(
              arn, Optional.of(Ids.create("proj_")), sessionName, Optional.empty(), SHORTEST));
      return true;
    } catch (StoreException _) {
      return false;
    }
  }
}

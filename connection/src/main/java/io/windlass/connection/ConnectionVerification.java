package io.windlass.connection;

import io.windlass.connection.Connection.Status;
import io.windlass.connection.Connection.Vending;
import io.windlass.connection.OpenStores.Opened;
import io.windlass.connection.policy.PolicyPrinter;
import io.windlass.connection.policy.PolicyRequest;
import io.windlass.connection.policy.PolicyUse;
import io.windlass.connection.verification.Subject;
import io.windlass.connection.verification.Verification;
import io.windlass.connection.verification.Verifier;
import io.windlass.connection.verification.VerifyRequest;
import io.windlass.foundation.Problem;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.Permission;
import io.windlass.objectstore.SecurityTokens.RoleRequest;
import io.windlass.objectstore.SecurityTokens.TemporaryKeys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Verifies a stored connection and keeps what was found. */
final class ConnectionVerification {
  private static final Duration PROBE_KEYS = Duration.ofMinutes(15);

  private final ConnectionRows rows;
  private final TemporaryKeysVendor vendor;
  private final OpenStores open;
  private final InstantSource clock;

  ConnectionVerification(
      ConnectionRows rows, TemporaryKeysVendor vendor, OpenStores open, InstantSource clock) {
    this.rows = rows;
    this.vendor = vendor;
    this.open = open;
    this.clock = clock;
  }

  Verification verify(ConnectionRow row, Opened opened, VerifyRequest request) {
    Verification verification = Verifier.verify(subject(row, opened), request, clock);
    rows.status(
        row.id(),
        verification.valid() ? Status.VALID : Status.INVALID,
        verification.firstProblem(),
        Optional.of(verification.at()));
    verification
        .findings()
        .roleDuration()
        .ifPresent(duration -> rows.roleSeconds(row.id(), duration.toSeconds()));
    verification
        .findings()
        .vends()
        .filter(_ -> vendsByItself(row))
        .ifPresent(
            vends -> rows.vending(row.id(), vends ? Vending.FEDERATION_TOKEN : Vending.NONE));
    return verification;
  }

  /** Verifies what reading takes, and keeps it unless the store just did not answer. */
  void recheck(ConnectionRow row, Opened opened) {
    Optional<ConnectionRows.Use> use = rows.uses(row.id()).stream().findFirst();
    VerifyRequest request =
        new VerifyRequest(
            use.map(ConnectionRows.Use::bucket),
            use.map(ConnectionRows.Use::prefix).orElse(""),
            true);
    Verification verification = Verifier.verify(subject(row, opened), request, clock);
    Optional<Problem> problem = verification.firstProblem();
    if (problem.isEmpty() || problem.get().kind() != Problem.Kind.UNAVAILABLE) {
      rows.status(
          row.id(),
          problem.isEmpty() ? Status.VALID : Status.INVALID,
          problem,
          Optional.of(verification.at()));
    }
  }

  private Subject subject(ConnectionRow row, Opened opened) {
    Optional<RoleRequest> role =
        row.roleArn()
            .map(arn ->
                new RoleRequest(
                    arn,
                    row.externalId(),
                    opened.access().sessionName(),
                    Optional.empty(),
                    Access.LONGEST_SESSION));
    return new Subject(
        opened.store(),
        opened.tokens(),
        role,
        role.map(_ -> trustPolicy(row, opened)),
        temporaryKeys(row, opened),
        row.vending() == Vending.WINDLASS);
  }

  /** The trust policy names whoever signs, as far as the token service tells. */
  private static String trustPolicy(ConnectionRow row, Opened opened) {
    return PolicyPrinter.print(
        new PolicyRequest(
            PolicyUse.TRUST,
            List.of(),
            "",
            Optional.empty(),
            CallerIdentity.of(opened),
            row.externalId(),
            row.roleArn(),
            Optional.empty(),
            Optional.empty()));
  }

  private Optional<Subject.TemporaryAccess> temporaryKeys(ConnectionRow row, Opened opened) {
    boolean possible =
        switch (row.vending()) {
          case ASSUME_ROLE, FEDERATION_TOKEN -> true;
          case NONE -> vendsByItself(row);
          case WINDLASS -> false;
        };
    return possible && opened.tokens().isPresent()
        ? Optional.of(new Temporary(row, opened))
        : Optional.empty();
  }

  /** Plain keys ask for a federation token, which not every store knows: found out each time. */
  private static boolean vendsByItself(ConnectionRow row) {
    return row.kind() == Connection.Kind.KEYS
        && row.vendingRoleArn().isEmpty()
        && row.vending() != Vending.WINDLASS;
  }

  private final class Temporary implements Subject.TemporaryAccess {
    private final ConnectionRow row;
    private final Opened opened;

    Temporary(ConnectionRow row, Opened opened) {
      this.row = row.vending() == Vending.NONE ? row.vendingBy(Vending.FEDERATION_TOKEN) : row;
      this.opened = opened;
    }

    @Override
    public TemporaryKeys vend(String bucket, String baseKey) {
      return vendor.vend(
          row,
          opened,
          new VendRequest(bucket, baseKey, Permission.READ_ONLY, PROBE_KEYS, "windlass-probe"));
    }

    @Override
    public ObjectStore open(TemporaryKeys keys) {
      return open.open(opened.access(), keys);
    }

    @Override
    public boolean wanted() {
      return row.vendingRoleArn().isPresent();
    }

    @Override
    public String action() {
      return row.vending() == Vending.ASSUME_ROLE ? "sts:AssumeRole" : "sts:GetFederationToken";
    }

    @Override
    public String resource() {
      return opened.access().vendingRole().orElse("*");
    }
  }
}

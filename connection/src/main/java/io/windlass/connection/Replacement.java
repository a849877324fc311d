package io.windlass.connection;

import io.windlass.connection.Connection.Status;
import io.windlass.connection.ConnectionRows.Use;
import io.windlass.connection.OpenStores.Opened;
import io.windlass.connection.ReplacementRefused.Loss;
import io.windlass.connection.verification.Subject;
import io.windlass.connection.verification.Verification;
import io.windlass.connection.verification.Verification.Check;
import io.windlass.connection.verification.Verification.Outcome;
import io.windlass.connection.verification.Verifier;
import io.windlass.connection.verification.VerifyRequest;
import io.windlass.foundation.Problem;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Tries keys, roles and addresses out before they are taken. */
final class Replacement {
  /** A store that is slower than this is noted, not waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Problem SLOW =
      Problem.of(
              Problem.Kind.UNAVAILABLE,
              "store_unreachable",
              "The store did not answer within " + PATIENCE.toSeconds() + " s.")
          .withRemedy("Check the endpoint and the network, then verify the connection.");

  /** What whoever replaces dead keys must be able to do. */
  private static final Set<String> READING = Set.of("bucket", "list", "head", "get");

  private static final int AT_ONCE = 8;

  private final ConnectionRows rows;
  private final OpenStores open;
  private final InstantSource clock;
  private final BorrowedIdentity borrowed;

  Replacement(ConnectionRows rows, OpenStores open, String installationGuid, InstantSource clock) {
    this.borrowed = new BorrowedIdentity(installationGuid);
    this.rows = rows;
    this.open = open;
    this.clock = clock;
  }

  /**
   * Asks the store once whether it knows the keys.
   *
   * @return what is to be noted and does not refuse
   * @throws StoreException when the store calls the connection's own keys wrong
   * @throws io.windlass.foundation.WindlassException {@code external_id_not_required}
   */
  Optional<Problem> tryOut(ConnectionRow row, Access access) {
    if (row.kind() == Connection.Kind.ANONYMOUS) {
      return Optional.empty();
    }
    return tryOut(
        access,
        row.accessKeyId().isPresent(),
        candidate -> borrowed.refuseOpenRoles(row, candidate));
  }

  /**
   * The same for any way to sign.
   *
   * @param strict whether keys that the store calls wrong are refused or noted
   * @param first done beforehand, within the same patience
   */
  Optional<Problem> tryOut(Access access, boolean strict, Consumer<Opened> first) {
    try (Opened candidate = open.open(0, access)) {
      patiently(() -> {
        first.accept(candidate);
        candidate.store().buckets();
      });
      return Optional.empty();
    } catch (StoreException e) {
      return switch (e.failure()) {
        case StoreFailure.BadKeys _, StoreFailure.ExpiredKeys _, StoreFailure.ClockSkew _ -> {
          if (strict) {
            throw e;
          }
          yield Optional.of(e.problem());
        }
        case StoreFailure.Denied denied ->
            denied.action().startsWith("sts:") ? Optional.of(e.problem()) : Optional.empty();
        case StoreFailure.Unreachable _, StoreFailure.Refused _, StoreFailure.NoSuchObject _ ->
            Optional.of(e.problem());
        case StoreFailure.KeyDenied _,
            StoreFailure.NoSuchBucket _,
            StoreFailure.PreconditionFailed _,
            StoreFailure.Unsupported _,
            StoreFailure.WrongRegion _ ->
            Optional.empty();
      };
    }
  }

  /**
   * Holds the candidate against every location that uses the connection.
   *
   * @throws ReplacementRefused when one would lose what it can do now
   */
  Tested test(ConnectionRow before, ConnectionRow candidate, Access access) {
    Optional<Problem> noted = tryOut(candidate, access);
    List<Use> uses = rows.uses(candidate.id());
    if (uses.isEmpty()) {
      return noted.map(Replacement::note).orElse(Tested.NOT);
    }
    List<Result> results;
    try (Opened fresh = open.open(candidate.version(), access);
        ExecutorService threads =
            Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      results =
          uses.stream()
              .map(use -> threads.submit(() -> compare(use, fresh, before)))
              .toList()
              .stream()
              .map(Replacement::await)
              .toList();
    }
    List<Loss> losses = results.stream().flatMap(result -> result.losses().stream()).toList();
    if (!losses.isEmpty()) {
      throw new ReplacementRefused(losses);
    }
    return results.stream()
        .flatMap(result -> result.problem().stream())
        .findFirst()
        .map(problem -> new Tested(Status.INVALID, Optional.of(problem), true))
        .orElse(new Tested(Status.VALID, Optional.empty(), true));
  }

  /** The status of a connection whose store said this when it was asked once. */
  static Tested note(Problem problem) {
    boolean passing = problem.kind() == Problem.Kind.UNAVAILABLE;
    return new Tested(passing ? Status.UNVERIFIED : Status.INVALID, Optional.of(problem), false);
  }

  private Result compare(Use use, Opened fresh, ConnectionRow before) {
    Verification then = verify(use, fresh);
    if (then.valid()) {
      return new Result(List.of(), Optional.empty());
    }
    Verification now = verify(use, open.get(before));
    boolean dead = now.checks().stream().noneMatch(check -> check.outcome() == Outcome.ALLOWED);
    List<Loss> losses =
        then.checks().stream()
            .filter(check -> isLost(check, now, dead))
            .flatMap(check -> check.problem().stream())
            .map(problem -> new Loss(use.locationId(), use.bucket(), use.prefix(), problem))
            .toList();
    return new Result(losses, then.firstProblem());
  }

  /** Dead keys are no measure: whoever replaces them must be able to read at least. */
  private static boolean isLost(Check check, Verification now, boolean dead) {
    if (check.outcome() != Outcome.DENIED && check.outcome() != Outcome.FAILED) {
      return false;
    }
    boolean couldBefore =
        now.check(check.check()).filter(it -> it.outcome() == Outcome.ALLOWED).isPresent();
    boolean unknown =
        check.problem().filter(it -> it.kind() == Problem.Kind.UNAVAILABLE).isPresent();
    return couldBefore || unknown || (dead && READING.contains(check.check()));
  }

  private Verification verify(Use use, Opened opened) {
    return Verifier.verify(
        new Subject(
            opened.store(),
            opened.tokens(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false),
        new VerifyRequest(Optional.of(use.bucket()), use.prefix(), false),
        clock);
  }

  private static void patiently(Runnable call) {
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> running = thread.submit(call);
      try {
        running.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        thread.shutdownNow();
        throw new StoreException(new StoreFailure.Unreachable("Timeout"), SLOW, e);
      } catch (ExecutionException e) {
        throw unwrapped(e);
      } catch (InterruptedException e) {
        thread.shutdownNow();
        Thread.currentThread().interrupt();
        throw new StoreException(new StoreFailure.Unreachable("Interrupted"), SLOW, e);
      }
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(new StoreFailure.Unreachable("Interrupted"), SLOW, e);
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    return e.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException("a probe failed", e);
  }

  private record Result(List<Loss> losses, Optional<Problem> problem) {}

  /**
   * What the tests of a change say about the connection's status.
   *
   * @param tested against its locations, not only asked once
   */
  record Tested(Status status, Optional<Problem> problem, boolean tested) {
    static final Tested NOT = new Tested(Status.UNVERIFIED, Optional.empty(), false);

    Optional<Instant> at(Instant now) {
      return tested ? Optional.of(now) : Optional.empty();
    }
  }
}

package io.windlass.connection.verification;

import io.windlass.connection.policy.PolicyPrinter;
import io.windlass.connection.verification.Verification.Check;
import io.windlass.connection.verification.Verification.Findings;
import io.windlass.connection.verification.Verification.Outcome;
import io.windlass.foundation.Problem;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs checks one after the other and writes down what came out. Not thread-safe. */
final class Checks {
  private final List<Check> done = new ArrayList<>();
  private Optional<String> fatal = Optional.empty();

  /** A permission: its name in the table, the IAM action and what it is needed on. */
  record Need(String name, String action, String resource) {}

  /** How much it matters when a check fails. */
  enum Weight {
    /** The connection is of no use without it. */
    NEEDED,
    /** Something is worse without it, and nothing stops working. */
    WISHED,
    /** Nothing behind it can work either. */
    DECIDING
  }

  /** Tries a permission; absent when it is lacking. */
  <T> Optional<T> attempt(Need need, Weight weight, Supplier<T> call, Function<T, String> detail) {
    if (skippedAsStopped(need)) {
      return Optional.empty();
    }
    try {
      T value = call.get();
      allow(need, detail.apply(value));
      return Optional.of(value);
    } catch (StoreException e) {
      failed(need, weight, e);
      return Optional.empty();
    }
  }

  /** Tries a permission and answers whether it is there. */
  boolean run(Need need, Weight weight, Runnable call) {
    return attempt(
            need,
            weight,
            () -> {
              call.run();
              return true;
            },
            _ -> "")
        .isPresent();
  }

  /** Writes down that a permission is there. */
  void allow(Need need, String detail) {
    add(need, Outcome.ALLOWED, Optional.empty(), detail);
  }

  /** Writes down that a store's answer was no success. */
  void failed(Need need, Weight weight, StoreException e) {
    boolean denied = isRefusal(e.failure());
    Outcome outcome =
        weight == Weight.WISHED ? Outcome.WARNING : denied ? Outcome.DENIED : Outcome.FAILED;
    boolean statement = e.failure() instanceof StoreFailure.Denied;
    done.add(
        new Check(
            need.name(),
            outcome,
            Optional.of(e.failure().storeCode()),
            Optional.of(need.action()),
            Optional.of(need.resource()),
            statement
                ? Optional.of(PolicyPrinter.statement(need.action(), need.resource()))
                : Optional.empty(),
            Optional.of(e.problem()),
            Optional.of(e.problem().message())));
    if (weight == Weight.DECIDING || isDead(e.failure())) {
      fatal = Optional.of(need.name());
    }
  }

  void skip(Need need, String why) {
    add(need, Outcome.SKIPPED, Optional.empty(), why);
  }

  void warn(Need need, Problem problem) {
    add(need, Outcome.WARNING, Optional.of(problem), problem.message());
  }

  void fail(Need need, Problem problem) {
    add(need, Outcome.FAILED, Optional.of(problem), problem.message());
  }

  /** Puts another remedy into the last check and, where there is one, another document to paste. */
  void remedyLast(String remedy, Optional<String> document) {
    Check last = done.removeLast();
    done.add(
        new Check(
            last.check(),
            last.outcome(),
            last.storeError(),
            last.action(),
            last.resource(),
            document.or(last::statement),
            last.problem().map(problem -> problem.withRemedy(remedy)),
            last.detail()));
  }

  /** Skips a check when an earlier one has decided; answers whether it did. */
  boolean skippedAsStopped(Need need) {
    fatal.ifPresent(name -> skip(need, "not tried, because " + name + " failed"));
    return fatal.isPresent();
  }

  Verification verification(Findings findings, Instant at) {
    Optional<Problem> first =
        done.stream()
            .filter(check -> check.outcome() == Outcome.DENIED || check.outcome() == Outcome.FAILED)
            .findFirst()
            .flatMap(Check::problem);
    return new Verification(done, first, findings, at);
  }

  private void add(Need need, Outcome outcome, Optional<Problem> problem, String detail) {
    done.add(
        new Check(
            need.name(),
            outcome,
            Optional.empty(),
            Optional.of(need.action()),
            Optional.of(need.resource()),
            Optional.empty(),
            problem,
            detail.isEmpty() ? Optional.empty() : Optional.of(detail)));
  }

  private static boolean isRefusal(StoreFailure failure) {
    return switch (failure) {
      case StoreFailure.Denied _,
          StoreFailure.BadKeys _,
          StoreFailure.ExpiredKeys _,
          StoreFailure.KeyDenied _ ->
          true;
      case StoreFailure.NoSuchBucket _,
          StoreFailure.NoSuchObject _,
          StoreFailure.ClockSkew _,
          StoreFailure.WrongRegion _,
          StoreFailure.PreconditionFailed _,
          StoreFailure.Unsupported _,
          StoreFailure.Unreachable _,
          StoreFailure.Refused _ ->
          false;
    };
  }

  /** Whether no other request can succeed either. */
  private static boolean isDead(StoreFailure failure) {
    return switch (failure) {
      case StoreFailure.BadKeys _,
          StoreFailure.ExpiredKeys _,
          StoreFailure.ClockSkew _,
          StoreFailure.NoSuchBucket _,
          StoreFailure.WrongRegion _,
          StoreFailure.Unreachable _ ->
          true;
      case StoreFailure.Denied _,
          StoreFailure.KeyDenied _,
          StoreFailure.NoSuchObject _,
          StoreFailure.PreconditionFailed _,
          StoreFailure.Unsupported _,
          StoreFailure.Refused _ ->
          false;
    };
  }
}

package io.windlass.server.globus.tasks;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.globus.query.FilterClause;
import io.windlass.server.globus.query.Tests;
import io.windlass.transfer.Transfer;
import io.windlass.transfer.TransferState;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The filter of a list of tasks.
 *
 * @param states all that can fit; empty for all states
 * @param test what the rest of the clauses ask for
 */
record TaskFilter(Set<TransferState> states, Predicate<Transfer> test) {
  private static final Set<String> STATUSES = Set.of("ACTIVE", "INACTIVE", "SUCCEEDED", "FAILED");

  /** Copies the set. */
  TaskFilter {
    states = Set.copyOf(states);
  }

  static TaskFilter parse(String filter) {
    List<FilterClause> clauses = FilterClause.parse(filter);
    Set<TransferState> states = EnumSet.noneOf(TransferState.class);
    clauses.stream()
        .filter(clause -> clause.field().equals("status"))
        .flatMap(clause -> clause.values().stream())
        .flatMap(status -> states(status).stream())
        .forEach(states::add);
    return new TaskFilter(
        states, clauses.stream().map(TaskFilter::clause).reduce(transfer -> true, Predicate::and));
  }

  private static Predicate<Transfer> clause(FilterClause clause) {
    return switch (clause.field()) {
      case "task_id" -> {
        Set<String> ids = Set.copyOf(clause.values());
        yield task -> ids.contains(task.id().toString());
      }
      case "type" -> {
        Set<String> types = Set.copyOf(clause.values());
        yield task -> types.contains(TaskDocuments.type(task));
      }
      case "status" -> {
        Set<String> statuses = Set.copyOf(clause.values());
        yield task -> statuses.contains(TaskDocuments.status(task));
      }
      case "label" -> {
        Predicate<String> test = Tests.text(clause);
        yield task -> test.test(TaskDocuments.label(task).orElse(""));
      }
      case "request_time" -> {
        var test = Tests.moment(clause);
        yield task -> test.test(Optional.of(task.createdAt()));
      }
      case "completion_time" -> {
        var test = Tests.moment(clause);
        yield task -> test.test(task.endedAt());
      }
      default ->
          throw invalid(
              "tasks are filtered by task_id, type, status, label, request_time and"
                  + " completion_time, not by "
                  + clause.field()
                  + ".");
    };
  }

  /** The states behind a status. */
  static Set<TransferState> states(String status) {
    if (!STATUSES.contains(status)) {
      throw invalid("a status is " + String.join(", ", STATUSES) + ".");
    }
    return Arrays.stream(TransferState.values())
        .filter(state ->
            switch (state) {
              case QUEUED, ACTIVE -> status.equals("ACTIVE");
              case INACTIVE -> status.equals("INACTIVE");
              case SUCCEEDED -> status.equals("SUCCEEDED");
              case FAILED, CANCELLED, EXPIRED -> status.equals("FAILED");
            })
        .collect(Collectors.toSet());
  }

  /** How tasks can be sorted. */
  static Map<String, Comparator<Transfer>> orders() {
    Map<String, Comparator<Transfer>> orders = new LinkedHashMap<>();
    orders.put("request_time", Comparator.comparing(Transfer::createdAt));
    orders.put("completion_time", Comparator.comparing(task -> task.endedAt().orElse(Instant.MAX)));
    orders.put("deadline", Comparator.comparing(Transfer::deadline));
    orders.put("status", Comparator.comparing(TaskDocuments::status));
    orders.put("type", Comparator.comparing(TaskDocuments::type));
    orders.put("label", Comparator.comparing(task -> TaskDocuments.label(task).orElse("")));
    orders.put("task_id", Comparator.comparing(task -> task.id().toString()));
    orders.put("files", Comparator.comparingLong(task -> task.counts().files()));
    orders.put(
        "bytes_transferred", Comparator.comparingLong(task -> task.counts().bytesTransferred()));
    orders.put("faults", Comparator.comparingLong(task -> task.counts().faults()));
    return orders;
  }

  private static RuntimeException invalid(String message) {
    return Problem.of(Kind.INVALID, "invalid_filter", "Invalid filter: " + message).toException();
  }
}

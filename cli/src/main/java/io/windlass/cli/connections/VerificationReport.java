package io.windlass.cli.connections;

import io.windlass.cli.output.Column;
import io.windlass.cli.output.Output;
import io.windlass.client.model.Check;
import io.windlass.client.model.StoredProblem;
import io.windlass.client.model.Verification;
import java.util.List;
import java.util.Optional;

/** What a person reads about the permissions of a connection. */
final class VerificationReport {
  private final Output output;

  VerificationReport(Output output) {
    this.output = output;
  }

  /** Prints it; the exit code: 1 when something needed is denied. */
  int print(Verification verification) {
    boolean valid = verification.status().equals("valid");
    if (output.json()) {
      output.raw(Output.text(verification));
      return valid ? 0 : 1;
    }
    output.list(
        verification.checks().stream(),
        "Nothing was checked.",
        List.of(
            Column.of("CHECK", Check::check),
            Column.of("OUTCOME", Check::outcome),
            Column.of("STORE ERROR", Check::storeError),
            Column.of("PERMISSION", Check::action),
            Column.of("DETAIL", VerificationReport::detail)));
    verification.checks().forEach(this::remedy);
    output.raw("");
    output.say(valid ? "All that is needed is allowed." : "Something that is needed is missing.");
    return valid ? 0 : 1;
  }

  private static Optional<String> detail(Check check) {
    return check.problem().map(StoredProblem::message).or(check::detail);
  }

  private void remedy(Check check) {
    check
        .problem()
        .flatMap(StoredProblem::remedy)
        .ifPresent(remedy -> {
          output.raw("");
          output.say(check.check() + ": " + remedy);
        });
    check
        .statement()
        .ifPresent(statement -> {
          output.raw("");
          output.say("To allow " + check.check() + ", add this statement to the policy:");
          output.raw(statement);
        });
  }
}

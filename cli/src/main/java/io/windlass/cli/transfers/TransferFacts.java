package io.windlass.cli.transfers;

import io.windlass.cli.output.Output;
import io.windlass.cli.output.Text;
import io.windlass.client.model.StoredProblem;
import io.windlass.client.model.Transfer;
import io.windlass.client.model.Transfer.Side;
import io.windlass.client.model.TransferItem;
import io.windlass.client.model.TransferOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A transfer as people read it. */
final class TransferFacts {
  private TransferFacts() {}

  static Output.Facts of(Transfer transfer) {
    Output.Facts facts =
        new Output.Facts()
            .add("Id", transfer.id())
            .add("Kind", transfer.dryRun() ? transfer.kind() + ", dry run" : transfer.kind())
            .add("State", transfer.state())
            .add("Label", transfer.label());
    paths(transfer, facts);
    return facts
        .add("Options", transfer.options().map(TransferFacts::options).filter(TransferFacts::some))
        .add("Found", found(transfer))
        .add("Done", Following.counted(transfer))
        .add("Errors met", Optional.of(transfer.counts().faults()).filter(count -> count > 0))
        .add("Last trouble", transfer.status().map(StoredProblem::message))
        .add("Problem", transfer.problem().map(StoredProblem::message))
        .add("Submitted", Text.time(transfer.createdAt()))
        .add("Started", transfer.startedAt().map(Text::time))
        .add("Ended", transfer.endedAt().map(Text::time))
        .add("Deadline", Text.time(transfer.deadline()));
  }

  private static boolean some(String text) {
    return !text.isEmpty();
  }

  private static void paths(Transfer transfer, Output.Facts facts) {
    if (transfer.kind().equals("deletion")) {
      facts.add(
          "Paths",
          transfer.paths().stream()
              .findFirst()
              .map(first -> name(transfer.destination()) + ":" + first + more(transfer)));
      return;
    }
    Optional<TransferItem> first = transfer.items().stream().findFirst();
    facts
        .add(
            "From",
            first.map(item ->
                transfer.source().map(side -> name(side) + ":").orElse("")
                    + item.source()
                    + more(transfer)))
        .add("To", first.map(item -> name(transfer.destination()) + ":" + item.destination()));
  }

  private static String more(Transfer transfer) {
    return transfer.itemCount() > 1 ? " and " + (transfer.itemCount() - 1) + " more" : "";
  }

  private static String found(Transfer transfer) {
    return transfer.counts().files()
        + " files, "
        + transfer.counts().directories()
        + " directories, "
        + Text.size(transfer.counts().bytes())
        + (transfer.walked() ? "" : " so far");
  }

  static String name(Side side) {
    return side.name().orElse(side.id());
  }

  private static String options(TransferOptions options) {
    List<String> words = new ArrayList<>();
    options.sync().ifPresent(level -> words.add("sync " + level));
    flag(options.deleteExtra(), "delete extra", words);
    flag(options.force(), "force", words);
    flag(options.verify(), "verify", words);
    flag(options.skipSourceErrors(), "skip source errors", words);
    flag(options.failOnQuota(), "fail on quota", words);
    flag(options.requesterPays(), "requester pays", words);
    flag(options.listSkipped(), "list skipped", words);
    flag(options.failOnLostDetail(), "fail on lost detail", words);
    options.preserve().forEach(what -> words.add("preserve " + what.replace('_', '-')));
    options.filters().forEach(filter -> words.add(filter.method() + " " + filter.glob()));
    options
        .symlinks()
        .filter(what -> !what.equals("ignore"))
        .ifPresent(what -> words.add(what + " symlinks"));
    options.storageClass().ifPresent(text -> words.add("storage class " + text));
    options.checksum().ifPresent(text -> words.add("checksum " + text));
    options.acl().ifPresent(text -> words.add("acl " + text));
    options.asOf().ifPresent(moment -> words.add("as of " + moment));
    options
        .metadata()
        .ifPresent(rules -> {
          rules.drop().forEach(glob -> words.add("drop metadata " + glob));
          rules.rename().forEach((from, to) -> words.add("rename metadata " + from + "=" + to));
          rules.set().forEach((name, value) -> words.add("set metadata " + name + "=" + value));
        });
    options.restore().ifPresent(restore -> words.add("restore " + restore.tier()));
    return String.join(", ", words);
  }

  private static void flag(boolean set, String word, List<String> words) {
    if (set) {
      words.add(word);
    }
  }
}

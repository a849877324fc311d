package io.windlass.server.globus.tasks;

import io.windlass.catalog.ProjectCollections.Use;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.globus.Received;
import io.windlass.server.globus.Times;
import io.windlass.server.globus.endpoints.Encryption;
import io.windlass.server.globus.endpoints.Endpoints;
import io.windlass.server.globus.files.GlobusPaths;
import io.windlass.server.http.CurrentCaller;
import io.windlass.transfer.NameFilter;
import io.windlass.transfer.NewDeletion;
import io.windlass.transfer.NewTransfer;
import io.windlass.transfer.SyncLevel;
import io.windlass.transfer.TransferItem;
import io.windlass.transfer.TransferOptions;
import io.windlass.transfer.TransferOptions.Preserve;
import io.windlass.transfer.TransferOptions.Symlinks;
import io.windlass.transfer.collection.Collection;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Transfer and delete documents as the requests of the transfer house. Thread-safe. */
@Singleton
final class Submissions {
  private final CurrentCaller caller;
  private final Endpoints endpoints;
  private final Encryption encryption;

  Submissions(CurrentCaller caller, Endpoints endpoints, Encryption encryption) {
    this.caller = caller;
    this.endpoints = endpoints;
    this.encryption = encryption;
  }

  /** A transfer document. */
  NewTransfer transfer(Received body) {
    body.ofType("transfer");
    Collection source = endpoints.get(body.requiredText("source_endpoint"), Use.READ);
    Collection destination = endpoints.get(body.requiredText("destination_endpoint"), Use.WRITE);
    if (body.flag("encrypt_data")) {
      requireEncryption(source);
      requireEncryption(destination);
    }
    return new NewTransfer(
        body.requiredUuid("submission_id"),
        caller.get().user().id(),
        Optional.of(source.id()),
        destination.id(),
        body.objects("DATA").stream().map(item -> item(item, source, destination)).toList(),
        options(body),
        body.text("label"),
        body.text("deadline").map(text -> Times.read("deadline", text)),
        Optional.empty(),
        false);
  }

  /** A delete document. */
  NewDeletion deletion(Received body) {
    body.ofType("delete");
    Collection collection = endpoints.get(body.requiredText("endpoint"), Use.WRITE);
    return new NewDeletion(
        body.requiredUuid("submission_id"),
        caller.get().user().id(),
        collection.id(),
        body.objects("DATA").stream()
            .map(item ->
                GlobusPaths.required(collection, "path", item.ofType("delete_item").text("path")))
            .toList(),
        body.flag("recursive"),
        body.flag("ignore_missing"),
        body.flag("interpret_globs"),
        body.text("label"),
        body.text("deadline").map(text -> Times.read("deadline", text)),
        false);
  }

  private static TransferItem item(Received item, Collection source, Collection destination) {
    if (item.text("DATA_TYPE").equals(Optional.of("transfer_symlink_item"))) {
      throw Problem.of(
              Kind.INVALID,
              "symlink_items_unsupported",
              "Symbolic links are not transferred as items of their own.")
          .withRemedy("Transfer their directory with recursive_symlinks set to \"keep\".")
          .toException();
    }
    item.ofType("transfer_item");
    return new TransferItem(
        GlobusPaths.required(source, "source_path", item.text("source_path")),
        GlobusPaths.required(destination, "destination_path", item.text("destination_path")),
        item.maybeFlag("recursive"),
        item.text("external_checksum")
            .filter(text -> !text.isBlank())
            .map(hex ->
                new TransferItem.Checksum(
                    algorithm(item.text("checksum_algorithm")), hex.toLowerCase(Locale.ROOT))),
        Optional.empty());
  }

  /** Globus writes {@code SHA-256} and {@code sha256}; MD5 where nothing is said. */
  private static String algorithm(Optional<String> name) {
    return name.map(text -> text.toLowerCase(Locale.ROOT).replace("-", "").replace("_", ""))
        .orElse("md5");
  }

  /**
   * How it is to be done. What describes the content of an object belongs to it and is carried
   * along, since clients have no way to ask for it.
   */
  private static TransferOptions options(Received body) {
    Set<Preserve> preserve = EnumSet.of(Preserve.METADATA);
    if (body.flag("preserve_timestamp")) {
      preserve.add(Preserve.MTIME);
    }
    return new TransferOptions(
        syncLevel(body.number("sync_level")),
        body.flag("delete_destination_extra"),
        false,
        body.flag("verify_checksum"),
        preserve,
        body.objects("filter_rules").stream().map(Submissions::filterRule).toList(),
        symlinks(body.text("recursive_symlinks")),
        body.flag("skip_source_errors"),
        body.flag("fail_on_quota_errors"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private static Optional<SyncLevel> syncLevel(OptionalInt level) {
    return level.isEmpty() ? Optional.empty() : Optional.of(SyncLevels.level(level.getAsInt()));
  }

  private static NameFilter filterRule(Received rule) {
    Optional<Boolean> directories =
        rule.text("type")
            .map(type ->
                switch (type) {
                  case "file" -> false;
                  case "dir" -> true;
                  default -> throw Received.invalid("type", "file or dir");
                });
    boolean include =
        switch (rule.text("method").orElse("exclude")) {
          case "include" -> true;
          case "exclude" -> false;
          default -> throw Received.invalid("method", "include or exclude");
        };
    return new NameFilter(include, rule.requiredText("name"), directories);
  }

  private static Symlinks symlinks(Optional<String> word) {
    return switch (word.orElse("ignore")) {
      case "ignore" -> Symlinks.IGNORE;
      case "keep" -> Symlinks.KEEP;
      case "copy" -> Symlinks.COPY;
      default -> throw Received.invalid("recursive_symlinks", "ignore, keep or copy");
    };
  }

  private void requireEncryption(Collection collection) {
    if (!encryption.protects(collection)) {
      throw Problem.of(
              Kind.INVALID,
              "encryption_unavailable",
              "The store of the collection " + collection.name() + " is reached without TLS.")
          .withRemedy("Leave encrypt_data out, or give the connection an https endpoint.")
          .toException();
    }
  }
}

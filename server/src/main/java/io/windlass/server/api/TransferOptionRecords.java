package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.windlass.client.model.RestoreArchived;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.transfer.MetadataRules;
import io.windlass.transfer.NameFilter;
import io.windlass.transfer.SyncLevel;
import io.windlass.transfer.TransferOptions;
import io.windlass.transfer.TransferOptions.Preserve;
import io.windlass.transfer.TransferOptions.Restore;
import io.windlass.transfer.TransferOptions.Symlinks;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How a transfer is done, in the words of the native API. */
final class TransferOptionRecords {
  private static final int USUAL_DAYS = 7;

  private TransferOptionRecords() {}

  static TransferOptions options(io.windlass.client.model.TransferOptions wanted) {
    return new TransferOptions(
        wanted.sync().map(word -> CatalogRecords.byWord(SyncLevel.class, "sync_level", word)),
        wanted.deleteExtra(),
        wanted.force(),
        wanted.verify(),
        preserve(wanted.preserve()),
        wanted.filters().stream().map(TransferOptionRecords::filter).toList(),
        wanted
            .symlinks()
            .map(word -> CatalogRecords.byWord(Symlinks.class, "choice", word))
            .orElse(Symlinks.IGNORE),
        wanted.skipSourceErrors(),
        wanted.failOnQuota(),
        wanted.storageClass(),
        wanted.checksum(),
        wanted.acl(),
        wanted.asOf(),
        wanted
            .restore()
            .map(restore ->
                new Restore(
                    required("tier", restore.tier()),
                    Duration.ofDays(restore.days().orElse(USUAL_DAYS)))),
        wanted.requesterPays(),
        wanted.listSkipped(),
        wanted
            .metadata()
            .map(rules -> new MetadataRules(rules.set(), rules.drop(), rules.rename()))
            .orElse(MetadataRules.NONE),
        wanted.failOnLostDetail());
  }

  private static Set<Preserve> preserve(List<String> words) {
    EnumSet<Preserve> set = EnumSet.noneOf(Preserve.class);
    words.forEach(word -> set.add(CatalogRecords.byWord(Preserve.class, "preserve", word)));
    return set;
  }

  private static NameFilter filter(io.windlass.client.model.NameFilter filter) {
    boolean include =
        switch (required("method", filter.method())) {
          case "include" -> true;
          case "exclude" -> false;
          default -> throw unknown("A filter's method is include or exclude.");
        };
    Optional<Boolean> directories =
        filter
            .type()
            .map(type ->
                switch (type) {
                  case "file" -> false;
                  case "directory" -> true;
                  default -> throw unknown("A filter's type is file or directory.");
                });
    return new NameFilter(include, required("glob", filter.glob()), directories);
  }

  private static RuntimeException unknown(String message) {
    return Problem.of(Kind.INVALID, "invalid_filter", message).toException();
  }

  static io.windlass.client.model.TransferOptions options(TransferOptions options) {
    return new io.windlass.client.model.TransferOptions(
        options.sync().map(CatalogRecords::word),
        options.deleteExtra(),
        options.force(),
        options.verify(),
        CatalogRecords.words(options.preserve()),
        options.filters().stream().map(TransferOptionRecords::filter).toList(),
        Optional.of(CatalogRecords.word(options.symlinks())),
        options.skipSourceErrors(),
        options.failOnQuota(),
        options.storageClass(),
        options.checksum(),
        options.acl(),
        options.asOf(),
        options
            .restore()
            .map(restore ->
                new RestoreArchived(
                    restore.tier(), Optional.of((int) restore.available().toDays()))),
        options.requesterPays(),
        options.listSkipped(),
        options
            .metadata()
            .any()
            .map(rules ->
                new io.windlass.client.model.MetadataRules(
                    rules.set(), rules.drop(), rules.rename())),
        options.failOnLostDetail());
  }

  private static io.windlass.client.model.NameFilter filter(NameFilter filter) {
    return new io.windlass.client.model.NameFilter(
        filter.include() ? "include" : "exclude",
        filter.glob(),
        filter.directories().map(directories -> directories ? "directory" : "file"));
  }
}

package io.windlass.transfer;

import io.windlass.transfer.TransferOptions.Preserve;
import io.windlass.transfer.TransferOptions.Restore;
import io.windlass.transfer.TransferOptions.Symlinks;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Options of a transfer, named one by one. */
final class Options {
  private Optional<SyncLevel> sync = Optional.empty();
  private boolean deleteExtra;
  private boolean force;
  private boolean verify;
  private final Set<Preserve> preserve = EnumSet.noneOf(Preserve.class);
  private List<NameFilter> filters = List.of();
  private Symlinks symlinks = Symlinks.IGNORE;
  private boolean skipSourceErrors;
  private Optional<String> storageClass = Optional.empty();
  private Optional<String> checksum = Optional.empty();
  private Optional<String> acl = Optional.empty();
  private boolean requesterPays;
  private Optional<Instant> asOf = Optional.empty();
  private Optional<Restore> restore = Optional.empty();

  private boolean listSkipped;
  private MetadataRules metadata = MetadataRules.NONE;
  private boolean failOnLostDetail;

  static Options of() {
    return new Options();
  }

  static Options sync(SyncLevel level) {
    Options options = new Options();
    options.sync = Optional.of(level);
    return options;
  }

  Options deleteExtra() {
    deleteExtra = true;
    return this;
  }

  Options force() {
    force = true;
    return this;
  }

  Options verify() {
    verify = true;
    return this;
  }

  Options preserve(Preserve... what) {
    preserve.addAll(List.of(what));
    return this;
  }

  Options filters(List<NameFilter> rules) {
    filters = rules;
    return this;
  }

  Options symlinks(Symlinks what) {
    symlinks = what;
    return this;
  }

  Options skipSourceErrors() {
    skipSourceErrors = true;
    return this;
  }

  Options storageClass(String name) {
    storageClass = Optional.of(name);
    return this;
  }

  Options checksum(String algorithm) {
    checksum = Optional.of(algorithm);
    return this;
  }

  Options acl(String canned) {
    acl = Optional.of(canned);
    return this;
  }

  Options requesterPays() {
    requesterPays = true;
    return this;
  }

  Options asOf(Instant moment) {
    asOf = Optional.of(moment);
    return this;
  }

  Options metadata(MetadataRules rules) {
    metadata = rules;
    return this;
  }

  Options failOnLostDetail() {
    failOnLostDetail = true;
    return this;
  }

  Options listSkipped() {
    listSkipped = true;
    return this;
  }

  Options restore(Restore wish) {
    restore = Optional.of(wish);
    return this;
  }

  TransferOptions build() {
    return new TransferOptions(
        sync,
        deleteExtra,
        force,
        verify,
        preserve,
        filters,
        symlinks,
        skipSourceErrors,
        false,
        storageClass,
        checksum,
        acl,
        asOf,
        restore,
        requesterPays,
        listSkipped,
        metadata,
        failOnLostDetail);
  }
}

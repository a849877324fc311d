package io.windlass.cli.transfers;

import io.windlass.cli.start.MomentConverter;
import io.windlass.client.model.MetadataRules;
import io.windlass.client.model.NameFilter;
import io.windlass.client.model.RestoreArchived;
import io.windlass.client.model.TransferOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How a transfer is done. Filled in by the parser. */
final class HowOptions {
  /** Which files are sent. */
  private enum Sync {
    EXISTS,
    SIZE,
    MTIME,
    CHECKSUM
  }

  /** What becomes of symbolic links. */
  private enum Symlinks {
    IGNORE,
    KEEP,
    COPY
  }

  @Option(
      names = "--sync",
      paramLabel = "LEVEL",
      description =
          "Send only what the destination lacks (exists), also what has another size (size), is"
              + " older there (mtime), or has another content (checksum). Default: all.")
  private Optional<Sync> sync = Optional.empty();

  @Option(
      names = "--delete-extra",
      description = "Afterwards delete at the destination what the source does not have.")
  private boolean deleteExtra;

  @Option(names = "--force", description = "Delete extra files also when the source is empty.")
  private boolean force;

  @Option(
      names = "--verify",
      description = "Compare what was read with what the destination holds, for each file.")
  private boolean verify;

  @Option(
      names = "--preserve",
      split = ",",
      paramLabel = "WHAT",
      description =
          "What is carried beside the content: metadata, tags, acl, versions, storage-class,"
              + " mtime.")
  private List<String> preserve = List.of();

  @ArgGroup(multiplicity = "0..*")
  private final List<Filter> filters = new ArrayList<>();

  /** One rule; their order counts. */
  private static final class Filter {
    @Option(
        names = "--include",
        required = true,
        paramLabel = "GLOB",
        description =
            "Send files whose names fit; a slash at its end makes it one for directories. The first"
                + " of all --include and --exclude that fits decides; what none fits is sent.")
    private @Nullable String include;

    @Option(
        names = "--exclude",
        required = true,
        paramLabel = "GLOB",
        description = "Leave out files, or directories with all in them, whose names fit.")
    private @Nullable String exclude;

    private NameFilter rule() {
      return include == null ? rule("exclude", String.valueOf(exclude)) : rule("include", include);
    }

    private static NameFilter rule(String method, String glob) {
      return glob.endsWith("/")
          ? new NameFilter(method, glob.substring(0, glob.length() - 1), Optional.of("directory"))
          : new NameFilter(method, glob, Optional.of("file"));
    }
  }

  @Option(
      names = "--symlinks",
      paramLabel = "WHAT",
      description = "What becomes of symbolic links in directories: ignore, keep, copy.")
  private Symlinks symlinks = Symlinks.IGNORE;

  @Option(
      names = "--skip-source-errors",
      description = "Go on without files that the source refuses or does not have.")
  private boolean skipSourceErrors;

  @Option(
      names = "--fail-on-quota",
      description = "Give up when the destination is full. Default: wait for room.")
  private boolean failOnQuota;

  @Option(
      names = "--storage-class",
      paramLabel = "CLASS",
      description =
          "Of new objects, for example STANDARD_IA; or by rules, of which the first that fits"
              + " decides: GLACIER_IR:>=128K,STANDARD_IA:logs/**. Default: the bucket's.")
  private Optional<String> storageClass = Optional.empty();

  @Option(
      names = "--set-metadata",
      paramLabel = "NAME=VALUE",
      description =
          "Give new objects this metadata, for example owner=ann or cache-control=no-cache, in"
              + " place of what the source has; may be repeated.")
  private Map<String, String> setMetadata = Map.of();

  @Option(
      names = "--drop-metadata",
      paramLabel = "GLOB",
      description = "Leave out metadata of such names; may be repeated.")
  private List<String> dropMetadata = List.of();

  @Option(
      names = "--rename-metadata",
      paramLabel = "OLD=NEW",
      description =
          "Give metadata another name, after some is dropped and before some is set; may be"
              + " repeated.")
  private Map<String, String> renameMetadata = Map.of();

  @Option(
      names = "--fail-on-lost-detail",
      description =
          "Give up files whose tags, metadata, grants, versions, storage class or checksum were"
              + " asked for and cannot be had. Default: go on without, and say so.")
  private boolean failOnLostDetail;

  @Option(
      names = "--checksum",
      paramLabel = "ALGORITHM",
      description = "Store new objects with it: crc64nvme, crc32c, crc32, sha256 or sha1.")
  private Optional<String> checksum = Optional.empty();

  @Option(
      names = "--acl",
      paramLabel = "ACL",
      description = "Of new objects, for example bucket-owner-full-control. Default: none is sent.")
  private Optional<String> acl = Optional.empty();

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      converter = MomentConverter.class,
      description = "Read the versions that were current then, like 2026-11-21T10:00:00Z.")
  private Optional<Instant> asOf = Optional.empty();

  @Option(
      names = "--restore",
      paramLabel = "TIER",
      description = "Restore archived objects first: Standard, Bulk or Expedited.")
  private Optional<String> restore = Optional.empty();

  @Option(
      names = "--restore-days",
      paramLabel = "DAYS",
      description = "How long restored objects stay. Default: 7.")
  private Optional<Integer> restoreDays = Optional.empty();

  @Option(
      names = "--request-payer",
      description = "Consent to pay for requests to buckets whose requesters pay.")
  private boolean requesterPays;

  @Option(
      names = "--list-skipped",
      description = "Have the report list what was skipped as equal, too.")
  private boolean listSkipped;

  TransferOptions options() {
    return new TransferOptions(
        sync.map(HowOptions::word),
        deleteExtra,
        force,
        verify,
        preserve.stream().map(what -> what.strip().replace('-', '_')).toList(),
        filters.stream().map(Filter::rule).toList(),
        Optional.of(word(symlinks)),
        skipSourceErrors,
        failOnQuota,
        storageClass,
        checksum,
        acl,
        asOf,
        restore.map(tier -> new RestoreArchived(tier, restoreDays)),
        requesterPays,
        listSkipped,
        setMetadata.isEmpty() && dropMetadata.isEmpty() && renameMetadata.isEmpty()
            ? Optional.empty()
            : Optional.of(new MetadataRules(setMetadata, dropMetadata, renameMetadata)),
        failOnLostDetail);
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}

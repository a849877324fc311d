package io.windlass.transfer;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ChecksumAlgorithm;
import io.windlass.objectstore.ObjectArchive;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.Glob;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a request must be like to be taken. */
final class Submissions {
  private static final int LONGEST_LABEL = 128;
  private static final int LONGEST_PATH = 8192;
  private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");
  private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

  private Submissions() {}

  static void check(
      NewTransfer transfer,
      Optional<Collection> source,
      Collection destination,
      TransferSettings settings,
      Instant now) {
    label(transfer.label());
    deadline(transfer.deadline(), now);
    if (transfer.items().isEmpty()) {
      throw invalid("no_items", "The transfer has no items.", "Name what is to be transferred.");
    }
    options(transfer.options());
    webhook(transfer.webhook(), settings.web().plainLoopback());
    for (TransferItem item : transfer.items()) {
      item(item, source, destination, settings.web().plainLoopback());
    }
    if (transfer.items().size() > settings.limits().files()) {
      throw invalid(
          "too_many_items",
          "The transfer has too many items.",
          "Transfer directories, or submit several transfers.");
    }
  }

  static void check(NewDeletion deletion, Collection collection, Instant now) {
    label(deletion.label());
    deadline(deletion.deadline(), now);
    if (deletion.paths().isEmpty()) {
      throw invalid("no_items", "The deletion has no paths.", "Name what is to be deleted.");
    }
    for (String path : deletion.paths()) {
      path(path);
      writable(path, collection, !deletion.recursive());
      if (deletion.globs()) {
        Glob.of(path.substring(path.lastIndexOf('/') + 1));
      }
    }
  }

  static void checkUpdate(Optional<String> label, Optional<Instant> deadline, Instant now) {
    label(label);
    deadline(deadline, now);
  }

  private static void label(Optional<String> label) {
    boolean bad =
        label
            .filter(text ->
                text.length() > LONGEST_LABEL
                    || !text.equals(text.strip())
                    || text.chars().anyMatch(Character::isISOControl))
            .isPresent();
    if (bad) {
      throw invalid(
          "invalid_label",
          "The label is not one line of at most "
              + LONGEST_LABEL
              + " characters without outer blanks.",
          "Shorten it to one line.");
    }
  }

  private static void deadline(Optional<Instant> deadline, Instant now) {
    if (deadline.filter(at -> !at.isAfter(now)).isPresent()) {
      throw invalid("invalid_deadline", "The deadline is over.", "Name a moment that is to come.");
    }
  }

  private static void options(TransferOptions options) {
    options.filters().forEach(filter -> Glob.of(filter.glob()));
    if (options.checksum().filter(word -> ChecksumAlgorithm.of(word).isEmpty()).isPresent()) {
      throw invalid(
          "invalid_checksum",
          "Objects cannot be stored with the checksum " + options.checksum().orElse("") + ".",
          "Take crc32, crc32c, crc64nvme, sha1 or sha256.");
    }
    options.storageClass().ifPresent(StorageClassRules::parse);
    options.restore().ifPresent(Submissions::restore);
  }

  private static void restore(TransferOptions.Restore restore) {
    try {
      ObjectArchive.Tier.valueOf(restore.tier().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Problem.of(
              Kind.INVALID, "invalid_tier", "There is no tier " + restore.tier() + " of restores.")
          .withRemedy("Take Standard, Bulk or Expedited.")
          .toException(e);
    }
  }

  private static void webhook(Optional<String> webhook, boolean plainLoopback) {
    if (webhook.filter(address -> !onWeb(address, plainLoopback)).isPresent()) {
      throw invalid(
          "invalid_webhook",
          "The webhook is no https address.",
          "Write it as https://host/path, without user and password.");
    }
  }

  private static void item(
      TransferItem item,
      Optional<Collection> source,
      Collection destination,
      boolean plainLoopback) {
    if (source.isPresent()) {
      path(item.source());
      if (source.get().kind() == Collection.Kind.BUCKETS && bucketOf(item.source()).isEmpty()) {
        throw invalid(
            "invalid_path", "The path " + item.source() + " names no bucket.", "Name a bucket.");
      }
    } else {
      address(item, plainLoopback);
    }
    path(item.destination());
    boolean file = source.isEmpty() || item.recursive().filter(yes -> !yes).isPresent();
    writable(item.destination(), destination, file);
    item.checksum().ifPresent(Submissions::checksum);
    if (source.isPresent() && source.get().id().equals(destination.id())) {
      inside(item);
    }
  }

  private static void inside(TransferItem item) {
    String from = directory(item.source());
    String to = directory(item.destination());
    boolean recursive = item.recursive().orElse(true);
    if ((from.equals(to) && item.versionId().isEmpty()) || (recursive && to.startsWith(from))) {
      throw invalid(
          "invalid_path",
          "The destination " + item.destination() + " is in the source " + item.source() + ".",
          "Choose a destination beside the source.");
    }
  }

  private static String directory(String path) {
    return path.endsWith("/") ? path : path + "/";
  }

  private static void checksum(TransferItem.Checksum checksum) {
    boolean known =
        checksum.algorithm().equalsIgnoreCase("md5")
            || ChecksumAlgorithm.of(checksum.algorithm()).isPresent();
    String hex = checksum.hex().toLowerCase(Locale.ROOT);
    if (!known || !HEX.matcher(hex).matches() || hex.length() % 2 != 0) {
      throw invalid(
          "invalid_checksum",
          "The checksum of an item cannot be read.",
          "Name md5, sha256, sha1, crc32, crc32c or crc64nvme, and the value in hexadecimal.");
    }
  }

  /** An address is never shown: its query may be a key. */
  private static void address(TransferItem item, boolean plainLoopback) {
    if (!onWeb(item.source(), plainLoopback)) {
      throw invalid(
          "invalid_source",
          "An item's source is no https address.",
          "Write it as https://host/path, or name a source collection.");
    }
    if (item.recursive().orElse(false)) {
      throw invalid(
          "invalid_source", "An address is one file.", "Leave out that it is a directory.");
    }
  }

  private static void path(String path) {
    if (!path.startsWith("/") || path.length() > LONGEST_PATH || path.indexOf('\0') >= 0) {
      throw invalid(
          "invalid_path",
          "A path does not begin with a slash, is too long or holds a zero character.",
          "Write paths from the root of the collection.");
    }
  }

  private static String bucketOf(String path) {
    int slash = path.indexOf('/', 1);
    return slash < 0 ? path.substring(1) : path.substring(1, slash);
  }

  private static void writable(String path, Collection collection, boolean file) {
    if (collection.kind() == Collection.Kind.BUCKETS && bucketOf(path).isEmpty()) {
      throw invalid(
          "root_not_writable",
          "The root of "
              + collection.name()
              + " holds buckets; nothing can be written or deleted there.",
          "Name a bucket: /bucket/key.");
    }
    boolean bucketItself =
        collection.kind() == Collection.Kind.BUCKETS
            && path.length() <= bucketOf(path).length() + 2;
    if (file && (bucketItself || path.equals("/"))) {
      throw invalid(
          "invalid_path",
          "The path " + path + " cannot be that of a file.",
          "Name the whole path of the file.");
    }
  }

  /** Whether a text is an https address, or where allowed a plain one of this machine. */
  private static boolean onWeb(String text, boolean plainLoopback) {
    try {
      URI address = new URI(text);
      boolean plain =
          plainLoopback
              && "http".equalsIgnoreCase(address.getScheme())
              && LOOPBACK.contains(String.valueOf(address.getHost()));
      return address.getHost() != null
          && address.getUserInfo() == null
          && ("https".equalsIgnoreCase(address.getScheme()) || plain);
    } catch (URISyntaxException _) {
      return false;
    }
  }

  private static WindlassException invalid(String code, String message, String remedy) {
    return Problem.of(Kind.INVALID, code, message).withRemedy(remedy).toException();
  }
}

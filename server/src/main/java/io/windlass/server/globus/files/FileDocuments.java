package io.windlass.server.globus.files;

import io.windlass.server.globus.Document;
import io.windlass.server.globus.Times;
import io.windlass.transfer.collection.Item;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Entries of collections as Globus describes files. */
final class FileDocuments {
  private final String owner;

  /**
   * The documents of a request.
   *
   * @param owner who has the entries of collections that know no owners
   */
  FileDocuments(String owner) {
    this.owner = owner;
  }

  Document of(Item item) {
    return Document.of("file")
        .with("name", item.name())
        .with("type", type(item))
        .with("size", item.size())
        .with("last_modified", Times.ofFile(item.modifiedAt().orElse(Instant.EPOCH)))
        .with("permissions", permissions(item))
        .with("user", user(item))
        .with("group", item.group())
        .with("link_target", item.linkTarget())
        .with("link_size", null)
        .with("link_user", null)
        .with("link_group", null)
        .with("link_last_modified", null);
  }

  static String type(Item item) {
    return switch (item.type()) {
      case DIRECTORY -> "dir";
      case FILE -> "file";
      case BROKEN_LINK -> "invalid_symlink";
      case DELETE_MARKER -> "other";
      case OTHER -> "other";
    };
  }

  /** Octal with a leading zero, as Globus has it. */
  private static String permissions(Item item) {
    int usual = item.type() == Item.Type.DIRECTORY ? 0755 : 0644;
    return "0%03o".formatted(item.mode().orElse(usual) & 07777);
  }

  private String user(Item item) {
    return item.user().orElse(owner);
  }

  /** How listings can be sorted. */
  Map<String, Comparator<Item>> orders() {
    Map<String, Comparator<Item>> orders = new LinkedHashMap<>();
    orders.put("name", Comparator.comparing(Item::name));
    orders.put("type", Comparator.comparing(FileDocuments::type));
    orders.put("size", Comparator.comparingLong(Item::size));
    orders.put(
        "last_modified", Comparator.comparing(item -> item.modifiedAt().orElse(Instant.EPOCH)));
    orders.put("permissions", Comparator.comparing(FileDocuments::permissions));
    orders.put("user", Comparator.comparing(this::user));
    orders.put("group", Comparator.comparing(item -> item.group().orElse("")));
    return orders;
  }
}

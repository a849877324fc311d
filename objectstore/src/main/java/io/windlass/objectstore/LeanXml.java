package io.windlass.objectstore;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the XML of a store's answers; what is unknown is passed over. */
final class LeanXml {
  /**
   * The longest answer to a listing: 1,000 keys of 1,024 bytes, each as %XX, and what is around.
   */
  private static final int LONGEST = 16 << 20;

  private LeanXml() {}

  /** A document of one level: the text of each child of the root. {@code ""} names the root. */
  static Map<String, String> flat(InputStream in) throws IOException {
    Map<String, String> texts = new HashMap<>();
    read(
        in,
        (reader, depth) -> {
          String name = reader.name();
          if (depth == 0) {
            texts.put("", name);
          } else if (depth == 1) {
            texts.putIfAbsent(name, text(reader));
            return true;
          }
          return false;
        });
    return texts;
  }

  /** Text as XML has it. */
  static String escaped(String text) {
    StringBuilder xml = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> xml.append("&amp;");
        case '<' -> xml.append("&lt;");
        case '>' -> xml.append("&gt;");
        case '"' -> xml.append("&quot;");
        default -> xml.append(c);
      }
    }
    return xml.toString();
  }

  /** The {@code Error} elements of a {@code DeleteResult}. */
  static List<Map<String, String>> deletionErrors(InputStream in) throws IOException {
    List<Map<String, String>> errors = new ArrayList<>();
    Map<String, String> root = new HashMap<>();
    read(
        in,
        (reader, depth) -> {
          String name = reader.name();
          if (depth == 0) {
            root.put("", name);
          } else if (depth == 1 && name.equals("Error")) {
            errors.add(children(reader));
            return true;
          }
          return false;
        });
    if (!"DeleteResult".equals(root.get(""))) {
      throw new IOException("the store answered something else than what it deleted");
    }
    return errors;
  }

  /** A {@code ListBucketResult}. */
  static Listing listing(InputStream in) throws IOException {
    List<Map<String, String>> objects = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    Map<String, String> top = new HashMap<>();
    Map<String, String> root = new HashMap<>();
    read(
        in,
        (reader, depth) -> {
          String name = reader.name();
          if (depth == 0) {
            root.put("", name);
          } else if (depth == 1 && name.equals("Contents")) {
            objects.add(children(reader, Set.of("RestoreStatus")));
            return true;
          } else if (depth == 1 && name.equals("CommonPrefixes")) {
            prefixes.add(children(reader).getOrDefault("Prefix", ""));
            return true;
          } else if (depth == 1) {
            top.put(name, text(reader));
            return true;
          }
          return false;
        });
    if (!"ListBucketResult".equals(root.get(""))) {
      throw new IOException("the store answered something else than a listing");
    }
    boolean encoded = "url".equalsIgnoreCase(top.get("EncodingType"));
    boolean more = "true".equals(top.get("IsTruncated"));
    try {
      return new Listing(
          objects.stream().map(object -> entry(object, encoded)).toList(),
          prefixes.stream().map(prefix -> decoded(prefix, encoded)).toList(),
          more ? Optional.ofNullable(top.get("NextContinuationToken")) : Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new IOException("the store's listing has malformed entries", e);
    }
  }

  private static Listing.Entry entry(Map<String, String> object, boolean encoded) {
    return new Listing.Entry(
        decoded(object.getOrDefault("Key", ""), encoded),
        Long.parseLong(object.getOrDefault("Size", "0")),
        Answers.etag(object.getOrDefault("ETag", "")),
        Timestamps.ofXml(object.getOrDefault("LastModified", "")).orElse(Instant.EPOCH),
        Answers.storageClass(object.get("StorageClass")),
        RestoreState.listed(
            "true".equals(object.get("IsRestoreInProgress")),
            Optional.ofNullable(object.get("RestoreExpiryDate")).flatMap(Timestamps::ofXml)));
  }

  private static String decoded(String text, boolean encoded) {
    return encoded ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text;
  }

  /** Told each element as it begins; answers whether it has read it to its end. */
  private interface Visitor {
    boolean element(XmlReader reader, int depth) throws IOException;
  }

  private static void read(InputStream in, Visitor visitor) throws IOException {
    XmlReader reader = XmlReader.of(in, LONGEST);
    int depth = 0;
    while (true) {
      switch (reader.next()) {
        case BEGIN -> {
          if (!visitor.element(reader, depth)) {
            depth++;
          }
        }
        case END -> depth--;
        case TEXT -> {}
        case DONE -> {
          return;
        }
      }
    }
  }

  /** The texts of the children of the element that the reader is at; reads to its end. */
  private static Map<String, String> children(XmlReader reader) throws IOException {
    return children(reader, Set.of());
  }

  /** With the texts of the children of some children, which must not be in each other. */
  private static Map<String, String> children(XmlReader reader, Set<String> entered)
      throws IOException {
    Map<String, String> texts = new HashMap<>();
    while (true) {
      switch (reader.next()) {
        case BEGIN -> {
          String name = reader.name();
          if (entered.contains(name)) {
            texts.putAll(children(reader));
          } else {
            texts.put(name, text(reader));
          }
        }
        case END, DONE -> {
          return texts;
        }
        case TEXT -> {}
      }
    }
  }

  /** All text in the element that the reader is at, that of its children left out. */
  private static String text(XmlReader reader) throws IOException {
    String first = "";
    for (int depth = 1; depth > 0; ) {
      switch (reader.next()) {
        case BEGIN -> depth++;
        case END -> depth--;
        case TEXT -> {
          if (depth == 1) {
            first = first.isEmpty() ? reader.text() : first + reader.text();
          }
        }
        case DONE -> throw new IOException("the store's answer ends too early");
      }
    }
    return first;
  }
}

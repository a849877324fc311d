package io.windlass.filesystem.exports;

import java.net.URLConnection;
import java.util.Locale;
import java.util.Map;

/** What browsers are told about an object, by the end of its name. */
final class ContentTypes {
  private static final String UNKNOWN = "application/octet-stream";

  /** What the table of the JDK lacks and people keep in buckets. */
  private static final Map<String, String> MORE =
      Map.ofEntries(
          Map.entry("avif", "image/avif"),
          Map.entry("bz2", "application/x-bzip2"),
          Map.entry("css", "text/css"),
          Map.entry("csv", "text/csv"),
          Map.entry("gz", "application/gzip"),
          Map.entry("h5", "application/x-hdf5"),
          Map.entry("ipynb", "application/x-ipynb+json"),
          Map.entry("js", "text/javascript"),
          Map.entry("json", "application/json"),
          Map.entry("jsonl", "application/jsonl"),
          Map.entry("md", "text/markdown"),
          Map.entry("mjs", "text/javascript"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("parquet", "application/vnd.apache.parquet"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("tsv", "text/tab-separated-values"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("webp", "image/webp"),
          Map.entry("xz", "application/x-xz"),
          Map.entry("yaml", "application/yaml"),
          Map.entry("yml", "application/yaml"),
          Map.entry("zst", "application/zstd"));

  private ContentTypes() {}

  static String of(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    String end = dot < 1 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    String type = MORE.get(end);
    if (type != null) {
      return type;
    }
    String known = end.isEmpty() ? null : URLConnection.guessContentTypeFromName("x." + end);
    return known == null ? UNKNOWN : known;
  }
}

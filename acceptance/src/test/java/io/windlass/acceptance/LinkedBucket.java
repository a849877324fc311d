package io.windlass.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.ObjectContent;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.S3ObjectStores;
import io.windlass.objectstore.Signing;
import io.windlass.objectstore.StoreAddress;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import io.windlass.testing.LiveTree;
import io.windlass.testing.S3TestStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** The prefix {@code raw/} of a bucket of a store that is not the server's, linked by commands. */
final class LinkedBucket implements AutoCloseable {
  static final String PREFIX = "raw/";

  final String bucket = S3TestStore.uniqueBucket("linked");
  final String fileSystem = "fs-" + UUID.randomUUID();
  private final S3TestStore backing;
  private final ObjectStore store;
  private final Path home;
  private String connection = "";

  LinkedBucket(S3TestStore backing, Path home) {
    this.backing = backing;
    this.home = home;
    this.store =
        new S3ObjectStores()
            .open(
                StoreAddress.at(backing.endpoint(), backing.region()),
                new Signing.Keys(
                    backing.owner().accessKeyId(),
                    backing.owner().secretAccessKey(),
                    Optional.empty()));
    store.createBucket(bucket);
  }

  /** Makes a file system in an image, and links its directory {@code raw} both ways. */
  String link(CommandLine windlass, String... more) throws IOException {
    JsonNode made =
        fileSystem(windlass, mount(), "--image", home.resolve("image").toString(), "--size", "1G");
    assertThat(made.get("mode").asText()).as(made.toString()).isEqualTo("lazy");
    return linkAll(windlass, more);
  }

  /** Makes a file system of a directory that is its own mount point; what is said of it. */
  JsonNode eager(CommandLine windlass, Path directory) throws IOException {
    return fileSystem(windlass, directory, "--directory", directory.toString());
  }

  private JsonNode fileSystem(CommandLine windlass, Path at, String... source) throws IOException {
    String project = "l-" + UUID.randomUUID();
    windlass.ok("projects", "create", "--name", project);
    connection =
        windlass
            .json("connections", "create", "--project", project, "--from-file", document())
            .get("id")
            .asText();
    List<String> command =
        new ArrayList<>(
            List.of(
                "file-systems",
                "create",
                fileSystem,
                "--project",
                project,
                "--mount",
                at.toString()));
    Collections.addAll(command, source);
    return windlass.json(command.toArray(String[]::new));
  }

  /** Links {@code raw} of it both ways. */
  String linkAll(CommandLine windlass, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "links",
                "create",
                fileSystem + ":/raw",
                "--connection",
                connection,
                "--bucket",
                bucket,
                "--prefix",
                "raw",
                "--import",
                "new,changed,deleted",
                "--export",
                "new,changed,deleted"));
    Collections.addAll(command, more);
    JsonNode link = windlass.json(command.toArray(String[]::new));
    assertThat(link.get("lifecycle").asText()).as(link.toString()).isEqualTo("available");
    return link.get("id").asText();
  }

  private String document() throws IOException {
    String text =
        """
        {"type": "s3",
         "credentials": {"access_key_id": "%s", "secret_access_key": "%s"},
         "config": {"endpoint": "%s", "region": "%s"}}
        """
            .formatted(
                backing.owner().accessKeyId(),
                backing.owner().secretAccessKey().reveal(),
                backing.endpoint(),
                backing.region());
    return Files.writeString(home.resolve("connection.json"), text).toString();
  }

  Path mount() {
    return home.resolve("mount");
  }

  Path directory() {
    return mount().resolve("raw");
  }

  void put(String key, byte[] content) {
    store.put(ObjectId.of(bucket, PREFIX + key), WriteOptions.NONE, Body.of(content));
  }

  void put(String key, String content) {
    put(key, content.getBytes(UTF_8));
  }

  void delete(String key) {
    store.delete(ObjectId.of(bucket, PREFIX + key));
  }

  /**
   * Checksums of all objects but markers, by their keys without the prefix. What goes while they
   * are read is not among them.
   */
  Map<String, String> objects() {
    Map<String, String> sums = new TreeMap<>();
    try (Stream<Listing.Entry> listing = store.walk(bucket, PREFIX, Optional.empty())) {
      listing
          .map(Listing.Entry::key)
          .filter(key -> !key.endsWith("/"))
          .forEach(key -> sum(key).ifPresent(sum -> sums.put(key.substring(PREFIX.length()), sum)));
    }
    return sums;
  }

  /** How many there are. */
  long count() {
    try (Stream<Listing.Entry> listing = store.walk(bucket, PREFIX, Optional.empty())) {
      return listing.filter(entry -> !entry.key().endsWith("/")).count();
    }
  }

  private Optional<String> sum(String key) {
    try (ObjectContent content =
        store.get(ObjectId.of(bucket, key), Optional.empty(), Optional.empty())) {
      return Optional.of(sum(content.stream().readAllBytes()));
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.NoSuchObject) {
        return Optional.empty();
      }
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sum(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Checksums of all files. What goes while they are read is not among them. */
  Map<String, String> files() throws IOException {
    return files(directory());
  }

  /** The same of another directory. */
  Map<String, String> files(Path below) throws IOException {
    Map<String, String> sums = new TreeMap<>();
    for (Path file : LiveTree.files(below)) {
      LiveTree.bytes(file)
          .ifPresent(bytes -> sums.put(below.relativize(file).toString(), sum(bytes)));
    }
    return sums;
  }

  @Override
  public void close() {
    store.close();
  }
}

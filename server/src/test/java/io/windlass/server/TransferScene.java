package io.windlass.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.connection.Connections;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.StoreException;
import io.windlass.testing.S3TestStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** A project with a bucket and a directory, each a collection, over HTTP. */
final class TransferScene {
  private final Supplier<Http> admin;
  private final Connections connections;
  final String project;
  final String connection;
  final String buckets;
  final String bucket;
  final String fileSystem;
  final Path directory;

  TransferScene(Supplier<Http> admin, Connections connections) {
    this.admin = admin;
    this.connections = connections;
    this.project = Running.name("moving");
    admin.get().post("/api/v1/projects", "{\"name\": \"" + project + "\"}").expect(200);
    this.buckets = Running.name("store");
    this.connection = connect(buckets, project);
    this.bucket = S3TestStore.uniqueBucket("moved");
    connections.open(connection).createBucket(bucket);
    this.directory = directory();
    this.fileSystem = Running.name("tree");
    admin
        .get()
        .post(
            "/api/v1/file-systems",
            """
            {"name": "%s", "project": "%s", "mountPoint": "%s",
             "source": {"kind": "directory", "path": "%s"}}
            """
                .formatted(fileSystem, project, directory, directory))
        .expect(200);
    Awaitility.await()
        .until(() ->
            admin
                .get()
                .get("/api/v1/file-systems/" + fileSystem)
                .expect(200)
                .path("lifecycle")
                .asText()
                .equals("available"));
  }

  /** A connection of a project to the embedded store. */
  String connect(String name, String ofProject) {
    JsonNode keys =
        admin.get().post("/api/v1/aws-keys", "{\"name\": \"" + name + "\"}").expect(200);
    return admin
        .get()
        .post("/api/v1/connections?project=" + ofProject, document(name, keys))
        .expect(200)
        .path("id")
        .asText();
  }

  private static String document(String name, JsonNode keys) {
    return """
    {"type": "s3", "name": "%s",
     "credentials": {"access_key_id": "%s", "secret_access_key": "%s"},
     "config": {"endpoint": "%s", "region": "us-east-1"}}
    """
        .formatted(
            name,
            keys.path("accessKeyId").asText(),
            keys.path("secretAccessKey").asText(),
            keys.path("endpoint").asText());
  }

  private ObjectStore store() {
    return connections.open(connection);
  }

  void put(String key, String text) {
    store().put(ObjectId.of(bucket, key), WriteOptions.NONE, Body.of(text.getBytes(UTF_8)));
  }

  boolean has(String key) {
    try {
      return store().head(ObjectId.of(bucket, key)).size() >= 0;
    } catch (StoreException e) {
      return false;
    }
  }

  /** Stays: a node may still be at work in it when its test has ended. */
  private static Path directory() {
    try {
      return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "moved-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

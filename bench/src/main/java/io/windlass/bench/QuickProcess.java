package io.windlass.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.foundation.Secret;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.S3ObjectStores;
import io.windlass.objectstore.Signing;
import io.windlass.objectstore.StoreAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** A {@link QuickStore} in a process of its own, so that its work is not counted. */
record QuickProcess(Process process, URI endpoint) implements AutoCloseable {
  static QuickProcess start(Path directory) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx3g", // small objects of all programs, and what is copied of them
                "-Xmn384m",
                "-XX:+UseSerialGC",
                "-Dsun.net.httpserver.nodelay=true",
                "-Dsun.net.httpserver.maxIdleConnections=1000",
                "-cp",
                System.getProperty("java.class.path"),
                QuickStore.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    return new QuickProcess(process, URI.create(lines.readLine()));
  }

  /** A client of it. */
  ObjectStore open() {
    return new S3ObjectStores()
        .open(
            StoreAddress.at(endpoint, "us-east-1"),
            new Signing.Keys("BENCHKEY", Secret.of("bench-secret"), Optional.empty()));
  }

  /** CPU time so far, in seconds. */
  double cpuSeconds() throws IOException {
    return Mounted.cpuSeconds(process.pid());
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }
}

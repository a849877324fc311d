package io.windlass.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/**
 * An S3 store inside this process: objects are files under a directory, keys come from {@link
 * StoreKeys}. Path style, AWS Signature Version 4. Thread-safe.
 *
 * <p>A write that was answered is there after {@code kill -9} and after a power failure (see {@link
 * Durability}); one that was not is there whole or not at all. Multipart uploads go on after a
 * restart. Memory does not grow with the number of objects, their size, or that of their parts. One
 * process at a time has a directory.
 */
public final class EmbeddedStore implements AutoCloseable {
  /** What clients sign for; the store takes any. */
  public static final String REGION = "us-east-1";

  private static final int MAX_REQUESTS = 256;
  private static final int MAX_HEADER_BYTES = 64 << 10;
  private static final long STOP_MILLIS = 5_000;

  private final Server server;
  private final ServerConnector connector;
  private final GracefulHandler requests;
  private final StoreLock lock;

  private EmbeddedStore(
      Server server, ServerConnector connector, GracefulHandler requests, StoreLock lock) {
    this.server = server;
    this.connector = connector;
    this.requests = requests;
    this.lock = lock;
  }

  /**
   * Starts the store.
   *
   * @param directory where objects live; made when missing
   * @param host address to listen on
   * @param port port to listen on; 0 for a free one
   * @param keys who may sign
   */
  public static EmbeddedStore start(Path directory, String host, int port, StoreKeys keys) {
    return start(directory, host, port, keys, Durability.POWER_LOSS);
  }

  /** Starts the store with a choice of what writes survive. */
  public static EmbeddedStore start(
      Path directory, String host, int port, StoreKeys keys, Durability durability) {
    try {
      Path home = Files.createDirectories(directory).toRealPath();
      StoreLock lock = StoreLock.take(home);
      try {
        FileStore files = FileStore.open(home, durability, InstantSource.system());
        return serve(host, port, keys, files, lock);
      } catch (Exception e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded store did not start", e);
    } catch (Exception e) {
      throw new IllegalStateException("the embedded store did not start", e);
    }
  }

  private static EmbeddedStore serve(
      String host, int port, StoreKeys keys, FileStore files, StoreLock lock) throws Exception {
    VirtualThreadPool threads = new VirtualThreadPool(MAX_REQUESTS);
    threads.setName("embedded-store");
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server, 1, 1, http());
    connector.setHost(host);
    connector.setPort(port);
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    SignatureCheck signatures = new SignatureCheck(keys, InstantSource.system());
    context.addServlet(new ServletHolder(new StoreServlet(signatures, files)), "/*");
    GracefulHandler requests = new GracefulHandler(context);
    server.setHandler(requests);
    server.setStopTimeout(STOP_MILLIS);
    server.start();
    return new EmbeddedStore(server, connector, requests, lock);
  }

  private static HttpConnectionFactory http() {
    HttpConfiguration configuration = new HttpConfiguration();
    // keys are data: paths with //, .. and encoded slashes must come through as they are
    configuration.setHttpCompliance(HttpCompliance.LEGACY);
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    // signatures cover header values as they were sent
    configuration.setHeaderCacheCaseSensitive(true);
    configuration.setSendServerVersion(false);
    configuration.setRequestHeaderSize(MAX_HEADER_BYTES);
    return new HttpConnectionFactory(configuration);
  }

  /** Where the store answers. */
  public URI endpoint() {
    return URI.create("http://" + connector.getHost() + ":" + port());
  }

  /** The port it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Lets running requests end for at most 5 s, then stops. */
  @Override
  public void close() {
    try {
      if (requests.getCurrentStreamWrapperCount() == 0) {
        // connections that clients keep for later are no reason to wait two seconds
        connector.setShutdownIdleTimeout(1);
      }
      server.stop();
      lock.close();
    } catch (Exception e) {
      throw new IllegalStateException("the embedded store did not stop", e);
    }
  }
}

package io.windlass.server.start;

import io.windlass.filesystem.FileSystemSettings;
import io.windlass.foundation.Secret;
import io.windlass.transfer.Prices;
import io.windlass.transfer.TransferSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How one node is to run.
 *
 * @param data the directory of this node: embedded PostgreSQL, embedded store, key file, token file
 * @param http where the server listens
 * @param store the embedded store
 * @param database an external PostgreSQL; absent is the embedded one
 * @param secretsKey the file of the key that seals secrets; absent is {@code secrets.key} in the
 *     data directory
 * @param managed where managed storage is; absent is the embedded store
 * @param transfers how this node works on transfers
 * @param prices what stores charge
 * @param fileSystems limits of file systems and links, and how this node serves lazy files
 * @param resetAdminToken whether the administrator gets a new token at this start
 * @param jsonLog whether log lines are JSON documents
 */
public record ServeOptions(
    Path data,
    Http http,
    Store store,
    Optional<ExternalDatabase> database,
    Optional<Path> secretsKey,
    Optional<ManagedStorage> managed,
    TransferSettings transfers,
    Prices prices,
    FileSystemSettings fileSystems,
    boolean resetAdminToken,
    boolean jsonLog) {

  /**
   * Where the server listens.
   *
   * @param host an address of this machine
   * @param port 0 is any free one
   * @param tls certificate and key; absent is plain HTTP
   * @param nodeUrl where other nodes reach it; absent is made of host and port
   */
  public record Http(String host, int port, Optional<Tls> tls, Optional<URI> nodeUrl) {}

  /** PEM files: a certificate with its chain, and its private key. */
  public record Tls(Path certificate, Path key) {}

  /**
   * The embedded store.
   *
   * @param enabled whether this node runs it
   * @param host an address of this machine
   * @param port 0 is any free one; the first start decides and later ones keep it
   * @param url what the world calls it; absent is made of host and port
   */
  public record Store(boolean enabled, String host, int port, Optional<URI> url) {}

  /** A PostgreSQL that others look after. */
  public record ExternalDatabase(
      String jdbcUrl, Optional<String> user, Optional<Secret> password) {}

  /** The operator's own bucket for managed storage, reached by a connection. */
  public record ManagedStorage(String connectionId, String bucket) {}
}

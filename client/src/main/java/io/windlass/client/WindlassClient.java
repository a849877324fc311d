package io.windlass.client;

import static java.util.Objects.requireNonNull;

import io.windlass.client.model.Identity;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * A Windlass server as its native API offers it, by capability.
 *
 * <p>Calls block; make them on virtual threads where many run at once. Passing faults (no
 * connection, 429, 502, 503, 504) are tried again, POST requests too: each carries an idempotency
 * key. Whatever fails for good is a {@link WindlassApiException}. Lists are streams that fetch page
 * after page as they are read. Thread-safe; close it to release its connections.
 */
public final class WindlassClient implements AutoCloseable {
  private final Http http;
  private final Sender stores;
  private final URI server;
  private final Content content;

  private WindlassClient(Builder builder) {
    server = requireNonNull(builder.server, "server");
    SSLContext tls = builder.trust.map(Tls::trusting).orElseGet(PlatformTls::context);
    HttpClient transport = transport(tls);
    http = new Http(transport, server, builder.token, builder.retries);
    stores = new LeanSender(tls::getSocketFactory);
    content =
        new Content(
            this, new PresignedRequests(stores, new JdkSender(transport)), builder.transferRetries);
  }

  private static HttpClient transport(SSLContext tls) {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .sslContext(tls);
    return client.build();
  }

  /**
   * A client to be built.
   *
   * @param server where the server is, for example {@code http://127.0.0.1:8080}
   */
  public static Builder builder(URI server) {
    return new Builder(server);
  }

  /** Where the server is. */
  public URI server() {
    return server;
  }

  /** Who the token speaks for. */
  public Identity whoAmI() {
    return http.call("GET", "whoami").as(Identity.class);
  }

  /** Personal access tokens of the caller. */
  public Tokens tokens() {
    return new Tokens(http);
  }

  /** SigV4 key pairs of the caller. */
  public AwsKeyPairs awsKeys() {
    return new AwsKeyPairs(http);
  }

  /** Users. */
  public Users users() {
    return new Users(http);
  }

  /** Groups of users. */
  public Groups groups() {
    return new Groups(http);
  }

  /** Projects and their members. */
  public Projects projects() {
    return new Projects(http);
  }

  /** Connections. */
  public Connections connections() {
    return new Connections(http);
  }

  /** Locations. */
  public Locations locations() {
    return new Locations(http);
  }

  /** Projects, folders and files by path and number. */
  public Entries entries() {
    return new Entries(http);
  }

  /** Access lists. */
  public AccessLists accessLists() {
    return new AccessLists(http);
  }

  /** Deleted entries. */
  public Trash trash() {
    return new Trash(http);
  }

  /** The single steps of an upload; {@link #content} does all of them. */
  public Uploads uploads() {
    return new Uploads(http);
  }

  /** Uploads and downloads of whole files. */
  public Content content() {
    return content;
  }

  /** Registration of objects that are already in a bucket. */
  public Registrations registrations() {
    return new Registrations(http);
  }

  /** Long work. */
  public Tasks tasks() {
    return new Tasks(http);
  }

  /** File systems, the tasks on their links, and their files. */
  public FileSystems fileSystems() {
    return new FileSystems(http);
  }

  /** Links between file systems and buckets. */
  public Links links() {
    return new Links(http);
  }

  /** Collections: what transfers read and write. */
  public Collections collections() {
    return new Collections(http);
  }

  /** Transfers and deletions. */
  public Transfers transfers() {
    return new Transfers(http);
  }

  /** Temporary keys. */
  public Vending credentials() {
    return new Vending(http);
  }

  @Override
  public void close() {
    stores.close();
    http.close();
  }

  /** What a client is built from. Not thread-safe. */
  public static final class Builder {
    private final URI server;
    private Supplier<Optional<String>> token = Optional::empty;
    private Optional<Path> trust = Optional.empty();
    private Retries retries = Retries.quick();
    private Retries transferRetries = Retries.patient();

    private Builder(URI server) {
      String text = server.toString();
      this.server = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : server;
    }

    /** The personal access token to send. */
    public Builder token(String text) {
      return token(() -> Optional.of(text));
    }

    /** Asked for the personal access token before each request; none sends none. */
    public Builder token(Supplier<Optional<String>> source) {
      this.token = source;
      return this;
    }

    /** Believes in the certificates of this PEM file besides those of the platform. */
    public Builder trust(Path pem) {
      this.trust = Optional.of(pem);
      return this;
    }

    /** How passing faults are tried again; {@link Retries#quick} otherwise. */
    public Builder retries(Retries choice) {
      this.retries = choice;
      return this;
    }

    /** How passing faults of a store are tried again; {@link Retries#patient} otherwise. */
    public Builder transferRetries(Retries choice) {
      this.transferRetries = choice;
      return this;
    }

    /** The client. */
    public WindlassClient build() {
      return new WindlassClient(this);
    }
  }
}

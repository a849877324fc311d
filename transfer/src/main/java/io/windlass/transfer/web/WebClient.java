package io.windlass.transfer.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Reaches addresses that users name. What a name stands for is judged where the connection is made,
 * with the very addresses that are connected to, also behind redirects. Thread-safe.
 */
public final class WebClient implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 256;

  private final Resolver resolver;
  private final RequestConfig config;
  private final CloseableHttpClient client;

  /**
   * A client.
   *
   * @param allowed what may be reached
   * @param patience how long a server may be silent, before its answer or amid it
   */
  public WebClient(AllowedAddresses allowed, Duration patience) {
    Timeout timeout = Timeout.of(patience);
    this.resolver = new Resolver(allowed);
    this.config = RequestConfig.custom().setResponseTimeout(timeout).build();
    this.client =
        HttpClients.custom()
            .setConnectionManager(connections(timeout))
            .setDefaultRequestConfig(config)
            .setRedirectStrategy(new NeverFromTls())
            .setUserAgent("windlass")
            .disableAutomaticRetries()
            .disableContentCompression()
            .disableCookieManagement()
            .disableAuthCaching()
            .build();
  }

  private HttpClientConnectionManager connections(Timeout timeout) {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(resolver)
        .setMaxConnTotal(MOST_CONNECTIONS)
        .setMaxConnPerRoute(MOST_CONNECTIONS)
        .setDefaultConnectionConfig(
            ConnectionConfig.custom().setConnectTimeout(timeout).setSocketTimeout(timeout).build())
        .build();
  }

  /** Names as the system knows them, without what may not be reached. */
  private record Resolver(AllowedAddresses allowed) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      InetAddress[] reached =
          Arrays.stream(SystemDefaultDnsResolver.INSTANCE.resolve(host))
              .filter(allowed::allows)
              .toArray(InetAddress[]::new);
      if (reached.length == 0) {
        throw new AddressDenied();
      }
      return reached;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
      return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
    }
  }

  private static final class NeverFromTls extends DefaultRedirectStrategy {
    @Override
    public boolean isRedirectAllowed(
        HttpHost from, HttpHost to, HttpRequest redirect, HttpContext context) {
      return to.getSchemeName().equals("https") || to.getSchemeName().equals(from.getSchemeName());
    }
  }

  /** An answer whose body is still to be read, and which is to be closed. */
  public static final class Answer implements AutoCloseable {
    private final HttpUriRequestBase request;
    private final ClassicHttpResponse response;

    private Answer(HttpUriRequestBase request, ClassicHttpResponse response) {
      this.request = request;
      this.response = response;
    }

    /** The status. */
    public int status() {
      return response.getCode();
    }

    /** The first header of a name. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    /** The bytes; closing the stream closes the answer. */
    public InputStream body() throws IOException {
      if (response.getEntity() == null) {
        return InputStream.nullInputStream();
      }
      return new FilterInputStream(response.getEntity().getContent()) {
        @Override
        public void close() {
          Answer.this.close();
        }
      };
    }

    /** Ends the connection when the body was not read to its end. */
    @Override
    public void close() {
      request.abort(); // closing alone would read what is left
      try {
        response.close();
      } catch (IOException _) {
        // nobody wants these bytes any more
      }
    }
  }

  /**
   * Asks for a file; goes after redirects, never from https to http.
   *
   * @throws AddressDenied when it may not be reached
   */
  public Answer get(URI address, Map<String, String> headers) throws IOException {
    HttpGet request = new HttpGet(address);
    headers.forEach(request::setHeader);
    return new Answer(request, client.executeOpen(null, request, null));
  }

  /**
   * Posts a document, and goes after no redirect.
   *
   * @return the status of the answer
   * @throws AddressDenied when it may not be reached
   */
  public int post(URI address, String json) throws IOException {
    try (Answer answer = post(address, Map.of(), json.getBytes(StandardCharsets.UTF_8))) {
      return answer.status();
    }
  }

  /** Posts a document, goes after no redirect, and answers with what comes back. */
  public Answer post(URI address, Map<String, String> headers, byte[] document) throws IOException {
    HttpPost request = new HttpPost(address);
    headers.forEach(request::setHeader);
    request.setEntity(new ByteArrayEntity(document, ContentType.APPLICATION_JSON));
    request.setConfig(RequestConfig.copy(config).setRedirectsEnabled(false).build());
    return new Answer(request, client.executeOpen(null, request, null));
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }
}

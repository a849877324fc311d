package io.windlass.objectstore;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * An HTTP client of the AWS SDK that gives up servers which take nothing of a body for long. The
 * SDK limits waiting for answers only, and sockets know no limit of time for writing. Thread-safe.
 */
final class SilenceLimit implements SdkHttpClient {
  private final SdkHttpClient http;
  private final Duration silence;
  private final Set<Sending> sending = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean watched = new AtomicBoolean();
  private volatile boolean closed;

  /**
   * Puts a limit on a client, and closes it.
   *
   * @param silence how long a server may take nothing
   */
  SilenceLimit(SdkHttpClient http, Duration silence) {
    this.http = http;
    this.silence = silence;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    if (request.contentStreamProvider().isEmpty()) {
      return http.prepareRequest(request);
    }
    Progress progress = new Progress();
    ContentStreamProvider body = request.contentStreamProvider().get();
    HttpExecuteRequest.Builder watching =
        HttpExecuteRequest.builder()
            .request(request.httpRequest())
            .contentStreamProvider(() -> new Noting(body.newStream(), progress));
    request.metricCollector().ifPresent(watching::metricCollector);
    return new Sending(http.prepareRequest(watching.build()), progress);
  }

  @Override
  public String clientName() {
    return http.clientName();
  }

  @Override
  public void close() {
    closed = true;
    http.close();
  }

  /** One thread looks after all bodies, from the first on. */
  private void watch() {
    if (!watched.getAndSet(true)) {
      Thread.ofVirtual()
          .start(() -> {
            while (!closed) {
              LockSupport.parkNanos(silence.toNanos() / 4);
              sending.stream()
                  .filter(each -> each.progress.silentFor(silence))
                  .forEach(Sending::abort);
            }
          });
    }
  }

  /** When the bytes that are being written were handed over, never 0; 0 while more are read. */
  private static final class Progress {
    private volatile long since;

    void handedOver() {
      since = System.nanoTime() | 1;
    }

    void reading() {
      since = 0;
    }

    boolean silentFor(Duration silence) {
      long began = since;
      return began != 0 && System.nanoTime() - began > silence.toNanos();
    }
  }

  private final class Sending implements ExecutableHttpRequest {
    private final ExecutableHttpRequest request;
    private final Progress progress;

    Sending(ExecutableHttpRequest request, Progress progress) {
      this.request = request;
      this.progress = progress;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      sending.add(this);
      watch();
      try {
        return request.call();
      } finally {
        sending.remove(this);
      }
    }

    @Override
    public void abort() {
      request.abort();
    }
  }

  /** Whoever asks for more has written what there was. */
  private static final class Noting extends FilterInputStream {
    private final Progress progress;

    Noting(InputStream in, Progress progress) {
      super(in);
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      progress.reading();
      int one = in.read();
      progress.handedOver();
      return one;
    }

    @Override
    public int read(byte[] target, int offset, int most) throws IOException {
      progress.reading();
      int count = in.read(target, offset, most);
      progress.handedOver();
      return count;
    }
  }
}

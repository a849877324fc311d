package io.windlass.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A way to a server on this machine that can be cut, which breaks all connections and refuses new
 * ones, and mended. Thread-safe.
 */
public final class Relay implements AutoCloseable {
  private static final int CHUNK = 16 * 1024;

  private final URI target;
  private final int port;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

  /** Bytes that still pass before the way cuts itself. */
  private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

  private CountDownLatch cut = new CountDownLatch(1);
  private @Nullable ServerSocket listener;

  private Relay(URI target) {
    this.target = target;
    this.port = listen(0);
  }

  /** A way to a server. */
  public static Relay to(URI target) {
    return new Relay(target);
  }

  /** Its beginning, the same after it was mended. */
  public URI endpoint() {
    return URI.create(target.getScheme() + "://127.0.0.1:" + port);
  }

  /** Cuts it. */
  public synchronized void cut() {
    close(listener);
    listener = null;
    open.forEach(Relay::close);
    open.clear();
    cut.countDown();
  }

  /** Cuts it once so many more bytes have come from the server. */
  public void cutAfter(long bytes) {
    left.set(bytes);
  }

  /** Waits until it is cut. */
  public void awaitCut() throws InterruptedException {
    CountDownLatch waited;
    synchronized (this) {
      waited = cut;
    }
    if (!waited.await(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("nobody uses the relay");
    }
  }

  /** Lets everything pass again. */
  public synchronized void mend() {
    left.set(Long.MAX_VALUE);
    if (listener == null) {
      cut = new CountDownLatch(1);
      listen(port);
    }
  }

  private synchronized int listen(int wanted) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 1024);
      listener = socket;
      Thread.ofVirtual().start(() -> accept(socket));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("ReferenceEquality") // whether this very one listens
  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target.getPort());
        synchronized (this) {
          open.add(client);
          open.add(server);
          if (listener != socket) {
            close(client);
            close(server);
          }
        }
        Thread.ofVirtual().start(() -> pass(client, server, false));
        Thread.ofVirtual().start(() -> pass(server, client, true));
      } catch (IOException e) {
        // it was cut, or the server is not there
      }
    }
  }

  private void pass(Socket from, Socket to, boolean counted) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] bytes = new byte[CHUNK];
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        if (counted && left.addAndGet(-count) < 0) {
          cut();
          return;
        }
        out.write(bytes, 0, count);
      }
    } catch (IOException e) {
      // one of both has closed it
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void close(@Nullable Closeable closed) {
    try {
      if (closed != null) {
        closed.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    cut();
  }
}

package io.windlass.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a store on plain HTTP and lets go wrong what goes wrong on networks and in stores.
 * Bytes pass unchanged until a fault is asked for; each fault counts how often it happened.
 * Thread-safe; close it.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;
  private static final String SLOW_DOWN =
      "<?xml version=\"1.0\"?><Error><Code>SlowDown</Code><Message>Please reduce your request"
          + " rate.</Message></Error>";

  private final ServerSocket server;
  private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
  private final AtomicInteger answersLeft = new AtomicInteger();
  private final AtomicInteger happened = new AtomicInteger();
  private final AtomicLong passed = new AtomicLong();
  private volatile InetSocketAddress upstream;
  private volatile boolean down;
  private volatile @Nullable Flip flip;
  private volatile @Nullable Cut cut;
  private volatile @Nullable Hold hold;

  private FaultProxy(URI store) throws IOException {
    upstream = new InetSocketAddress(store.getHost(), store.getPort());
    server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("fault-proxy").start(this::accept);
  }

  /** A proxy before the store at this endpoint. */
  public static FaultProxy before(URI store) {
    try {
      return new FaultProxy(store);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it answers. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** How many faults have happened. */
  public int happened() {
    return happened.get();
  }

  /** Bytes that have passed to the store. */
  public long passed() {
    return passed.get();
  }

  /** Which way bytes go. */
  public enum Direction {
    TO_STORE,
    FROM_STORE
  }

  /** Resets the connections on which so many more bytes have passed one way, so many times. */
  public void resetAfter(Direction direction, long bytes, int times) {
    cut = new Cut(direction, bytes, new AtomicInteger(times));
  }

  /** Answers the next so many requests with 503 SlowDown instead of letting them through. */
  public void slowDown(int requests) {
    answersLeft.set(requests);
    pairs.forEach(Pair::reset);
  }

  /** Changes one bit of the last byte of a pattern, the first so many times that it passes. */
  public void flip(Direction direction, byte[] pattern, int times) {
    flip = new Flip(direction, pattern.clone(), new AtomicInteger(times));
  }

  /**
   * Holds the first connection on which so many more bytes have passed one way until it is
   * released.
   */
  public Hold holdAfter(Direction direction, long bytes) {
    Hold wanted = new Hold(direction, bytes);
    hold = wanted;
    return wanted;
  }

  /** A place where bytes are held up. */
  public static final class Hold {
    private final Direction direction;
    private final long bytes;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private Hold(Direction direction, long bytes) {
      this.direction = direction;
      this.bytes = bytes;
    }

    /** Waits until a connection is held. */
    public void await() throws InterruptedException {
      if (!reached.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nothing came so far");
      }
    }

    /** Lets it go on. */
    public void release() {
      released.countDown();
    }

    private void pass(Direction way, long count) throws InterruptedException {
      if (way == direction && count > bytes && !taken.getAndSet(true)) {
        reached.countDown();
        released.await();
      }
    }
  }

  /** Resets all connections and takes no others, as if the store's machine were gone. */
  public void down() {
    down = true;
    happened.incrementAndGet();
    pairs.forEach(Pair::reset);
  }

  /** Lets everything through again, to a store that may be somewhere else now. */
  public void up(URI store) {
    upstream = new InetSocketAddress(store.getHost(), store.getPort());
    down = false;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    pairs.forEach(Pair::reset);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofPlatform().daemon().name("fault-proxy-up").start(() -> serve(client));
      } catch (IOException _) {
        // closed
      }
    }
  }

  private void serve(Socket client) {
    try {
      client.setTcpNoDelay(true);
      if (down) {
        reset(client);
        return;
      }
      if (answersLeft.get() > 0 && answersLeft.getAndDecrement() > 0) {
        happened.incrementAndGet();
        refuse(client);
        return;
      }
      Socket store = new Socket();
      store.connect(upstream);
      store.setTcpNoDelay(true);
      Pair pair = new Pair(client, store);
      pairs.add(pair);
      Thread.ofPlatform()
          .daemon()
          .name("fault-proxy-down")
          .start(() -> pump(pair, store, client, Direction.FROM_STORE));
      pump(pair, client, store, Direction.TO_STORE);
    } catch (IOException _) {
      reset(client);
    }
  }

  private void pump(Pair pair, Socket from, Socket to, Direction direction) {
    byte[] buffer = new byte[BUFFER];
    long count = 0;
    Matcher matcher = new Matcher();
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        count += read;
        if (cuts(direction, count)) {
          pair.reset();
          return;
        }
        Hold wanted = hold;
        if (wanted != null) {
          wanted.pass(direction, count);
        }
        matcher.apply(flip, direction, buffer, read);
        out.write(buffer, 0, read);
        if (direction == Direction.TO_STORE) {
          passed.addAndGet(read);
        }
      }
    } catch (IOException _) {
      // the other end is gone
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      pairs.remove(pair);
    }
  }

  private boolean cuts(Direction direction, long count) {
    Cut wanted = cut;
    boolean cuts =
        wanted != null
            && wanted.direction() == direction
            && count > wanted.bytes()
            && wanted.times().getAndDecrement() > 0;
    if (cuts) {
      happened.incrementAndGet();
    }
    return cuts;
  }

  /** Reads one request to its end, so that the client is not cut off, and answers 503. */
  private static void refuse(Socket client) throws IOException {
    try (client) {
      InputStream in = client.getInputStream();
      StringBuilder head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        int read = in.read();
        if (read < 0) {
          return;
        }
        head.append((char) read);
      }
      OutputStream out = client.getOutputStream();
      String text = head.toString().toLowerCase(Locale.ROOT);
      if (text.contains("expect: 100-continue")) {
        answer(out, false);
        return;
      }
      in.skipNBytes(length(text).orElse(0L));
      answer(out, text.startsWith("head"));
    }
  }

  private static Optional<Long> length(String head) {
    return head.lines()
        .filter(line -> line.startsWith("content-length:"))
        .map(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
        .findFirst();
  }

  private static void answer(OutputStream out, boolean headOnly) throws IOException {
    String head =
        "HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nConnection: close\r\n"
            + "Content-Length: "
            + SLOW_DOWN.length()
            + "\r\n\r\n";
    out.write((headOnly ? head : head + SLOW_DOWN).getBytes(ISO_8859_1));
    out.flush();
  }

  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (SocketException _) {
      // closed already
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Pair(Socket client, Socket store) {
    void reset() {
      FaultProxy.reset(client);
      FaultProxy.reset(store);
    }
  }

  private record Cut(Direction direction, long bytes, AtomicInteger times) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Flip(Direction direction, byte[] pattern, AtomicInteger times) {}

  /** Finds a pattern in a stream, also across reads. */
  private final class Matcher {
    private @Nullable Flip followed;
    private int matched;

    @SuppressWarnings("ReferenceEquality") // another wish, not an equal one
    void apply(@Nullable Flip wanted, Direction direction, byte[] buffer, int length) {
      if (wanted != followed) {
        followed = wanted;
        matched = 0;
      }
      if (wanted == null || wanted.direction() != direction) {
        return;
      }
      byte[] pattern = wanted.pattern();
      for (int i = 0; i < length; i++) {
        matched = buffer[i] == pattern[matched] ? matched + 1 : buffer[i] == pattern[0] ? 1 : 0;
        if (matched == pattern.length) {
          matched = 0;
          if (wanted.times().getAndDecrement() > 0) {
            buffer[i] ^= 1;
            happened.incrementAndGet();
          }
        }
      }
    }
  }
}

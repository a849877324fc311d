package io.windlass.testing;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a store on plain HTTP and lets go wrong what goes wrong on networks and in stores.
 * Bytes pass unchanged until a fault is asked for; each fault counts how often it happened.
 * Thread-safe; close it.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;
  private final ServerSocket server;
  private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final AtomicInteger happened = new AtomicInteger();
  private final AtomicLong passed = new AtomicLong();

  /** Bytes that still come from the store before it goes away. */
  private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

  private final AtomicReference<CountDownLatch> gone = new AtomicReference<>(new CountDownLatch(1));
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
    answer(_ -> true, requests, Answer.SLOW_DOWN);
  }

  /** Answers each such request instead of letting it through. */
  public void answer(Predicate<Request> which, Answer answer) {
    answer(which, Integer.MAX_VALUE, answer);
  }

  /** Answers such requests instead of letting them through, so many times. */
  public void answer(Predicate<Request> which, int times, Answer answer) {
    rules.add(new Rule(which, new AtomicInteger(times), answer));
    pairs.forEach(Pair::reset);
  }

  /** Lets all requests through again. */
  public void answerNothing() {
    rules.clear();
  }

  /**
   * The head of a request.
   *
   * @param target path and query, as they were sent
   * @param headers with names in lower case
   */
  public record Request(String method, String target, Map<String, String> headers) {
    /** Whether it has a header. */
    public boolean has(String name) {
      return headers.containsKey(name);
    }
  }

  /**
   * What is answered in the place of the store.
   *
   * @param code of the error in its body; empty: an answer without a body
   */
  public record Answer(int status, String code) {
    static final Answer SLOW_DOWN = new Answer(503, "SlowDown");

    /** The store's way to say that a right is missing. */
    public static final Answer DENIED = new Answer(403, "AccessDenied");
  }

  private record Rule(Predicate<Request> which, AtomicInteger times, Answer answer) {
    boolean applies(Request request) {
      return which.test(request) && times.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }
  }

  private Optional<Answer> answerTo(Request request) {
    Optional<Answer> answer =
        rules.stream().filter(rule -> rule.applies(request)).findFirst().map(Rule::answer);
    answer.ifPresent(_ -> happened.incrementAndGet());
    return answer;
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
    gone.get().countDown();
  }

  /** As {@link #down}, once so many more bytes have come from the store. */
  public void downAfter(long bytes) {
    left.set(bytes);
  }

  /** Waits until the store is gone. */
  public void awaitDown() throws InterruptedException {
    if (!gone.get().await(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nobody uses the store");
    }
  }

  /** Lets everything through again. */
  public void up() {
    left.set(Long.MAX_VALUE);
    if (down) {
      gone.set(new CountDownLatch(1));
      down = false;
    }
  }

  /** Lets everything through again, to a store that is somewhere else now. */
  public void up(URI store) {
    upstream = new InetSocketAddress(store.getHost(), store.getPort());
    up();
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
    try (InputStream in = stream(from, direction);
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        count += read;
        if (cuts(direction, count)) {
          pair.reset();
          return;
        }
        if (direction == Direction.FROM_STORE) {
          long before = left.getAndAdd(-read);
          if (before >= 0 && before < read) {
            down(); // by the one that crosses: who comes later might do so after it is up again
          }
          if (before < read) {
            return;
          }
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

  /** What a client sends is looked at where there are rules for requests. */
  private InputStream stream(Socket from, Direction direction) throws IOException {
    return direction == Direction.TO_STORE && !rules.isEmpty()
        ? new RequestStream(from.getInputStream(), from.getOutputStream(), this::answerTo)
        : from.getInputStream();
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

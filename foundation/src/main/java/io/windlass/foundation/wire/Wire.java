package io.windlass.foundation.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/**
 * Exchanges with servers over connections that are kept and used again. Thread-safe; calls block
 * and belong on virtual threads. Holds at most {@code most} connections at a time, each with a
 * buffer of 16 KiB.
 */
public final class Wire implements AutoCloseable {
  private static final Duration LONGEST_REST = Duration.ofSeconds(20);
  private static final Duration POOL_PATIENCE = Duration.ofMinutes(5);
  private static final Duration CONTINUE_PATIENCE = Duration.ofSeconds(1);
  private static final Duration EARLY_ANSWER_PATIENCE = Duration.ofMillis(200);

  private static final Duration SILENCE = Duration.ofMinutes(1);

  private final Semaphore free;
  private final Duration silence;
  private final Supplier<SSLSocketFactory> tls;
  private final Set<Connection> sending = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Optional<Thread>> watch = new AtomicReference<>(Optional.empty());
  private final Map<Target, Deque<Connection>> resting = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** A pool of at most {@code most} connections, over all targets; TLS as the platform does it. */
  public Wire(int most) {
    this(most, SILENCE);
  }

  /**
   * As {@link #Wire(int)}, with TLS of the caller's.
   *
   * @param tls asked when a connection with TLS is opened
   */
  public Wire(int most, Supplier<SSLSocketFactory> tls) {
    this(most, SILENCE, tls);
  }

  /** As {@link #Wire(int)}, with servers that may take or give nothing for so long. */
  Wire(int most, Duration silence) {
    this(most, silence, () -> (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  private Wire(int most, Duration silence, Supplier<SSLSocketFactory> tls) {
    this.free = new Semaphore(most);
    this.silence = silence;
    this.tls = tls;
  }

  /** The bytes of a body cannot be had: nothing is wrong with the connection. */
  public static final class BodyException extends IOException {
    private static final long serialVersionUID = 1L;

    /** A failure to read what was to be sent. */
    public BodyException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Writes a body. Called again on a fresh connection when the first one turned out to be dead. */
  public interface BodyWriter {
    /** Writes all of it; a {@link BodyException} when that cannot be read. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * A request, ready to be sent.
   *
   * @param head request line and headers with the empty line; small bodies may be part of it
   * @param body what follows
   * @param expectsContinue the head says {@code Expect: 100-continue}
   * @param headOnly the method is HEAD: the answer has no body, whatever it says
   */
  public record Request(
      ByteBuffer head, Optional<BodyWriter> body, boolean expectsContinue, boolean headOnly) {}

  /** An answer; its body is to be closed, also when it is empty. */
  public record Response(ResponseHead head, ResponseBody body) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /**
   * Sends a request and answers as soon as the head of the answer is there. A connection that had
   * rested and was closed meanwhile is replaced once.
   *
   * @throws IOException when nothing or nonsense came; whether the server has acted is not known
   */
  public Response exchange(Target target, Request request) throws IOException {
    take();
    boolean handedOver = false;
    try {
      Response response = exchangeOnSome(target, request);
      handedOver = true;
      return response;
    } finally {
      if (!handedOver) {
        free.release();
      }
    }
  }

  private Response exchangeOnSome(Target target, Request request) throws IOException {
    Optional<Connection> rested = rested(target);
    if (rested.isPresent()) {
      try {
        return exchangeOn(rested.get(), target, request);
      } catch (Connection.SilentException e) {
        forget(target); // what rested as long is as dead
      }
    }
    return exchangeOn(Connection.open(target, silence, tls), target, request);
  }

  private Response exchangeOn(Connection connection, Target target, Request request)
      throws IOException {
    boolean answered = false;
    try {
      ResponseHead head = send(connection, request);
      ResponseBody body =
          ResponseBody.of(
              connection, head, request.headOnly(), keep -> giveBack(target, connection, keep));
      answered = true;
      return new Response(head, body);
    } finally {
      if (!answered) {
        connection.close();
      }
    }
  }

  /** Sends, and reads the final head. An answer that comes before the body was sent is final. */
  private ResponseHead send(Connection connection, Request request) throws IOException {
    boolean bodySent = request.body().isEmpty();
    try {
      connection.write(request.head());
      if (request.expectsContinue() && connection.answersWithin(CONTINUE_PATIENCE)) {
        ResponseHead first = connection.readHead();
        if (first.status() >= 200) {
          return closing(first);
        }
      }
      if (request.body().isPresent()) {
        sendBody(connection, request.body().get());
        bodySent = true;
      }
    } catch (BodyException e) {
      throw e;
    } catch (IOException e) {
      return closing(earlyAnswer(connection, e));
    }
    ResponseHead head = connection.readHead();
    while (head.status() < 200) {
      head = connection.readHead();
    }
    return bodySent ? head : closing(head);
  }

  private void sendBody(Connection connection, BodyWriter body) throws IOException {
    sending.add(connection);
    watch();
    try {
      body.writeTo(connection.out());
    } finally {
      sending.remove(connection);
    }
  }

  /** One thread looks after all that is sent, from the first body on. */
  private void watch() {
    if (watch.get().isEmpty()) {
      Thread thread = Thread.ofVirtual().unstarted(this::breakOffSilent);
      if (watch.compareAndSet(Optional.empty(), Optional.of(thread))) {
        thread.start();
      }
    }
  }

  private void breakOffSilent() {
    while (!closed) {
      LockSupport.parkNanos(silence.toNanos() / 4);
      sending.forEach(connection -> connection.breakOff(silence));
    }
  }

  /** A server that refuses may answer and close while the body is still on its way. */
  private static ResponseHead earlyAnswer(Connection connection, IOException sending)
      throws IOException {
    try {
      if (connection.answersWithin(EARLY_ANSWER_PATIENCE)) {
        ResponseHead head = connection.readHead();
        if (head.status() >= 400) {
          return head;
        }
      }
    } catch (IOException e) {
      sending.addSuppressed(e);
      if (e instanceof java.io.EOFException) {
        Connection.SilentException silent = new Connection.SilentException();
        silent.addSuppressed(sending);
        throw silent;
      }
    }
    throw sending;
  }

  private static ResponseHead closing(ResponseHead head) {
    return new ResponseHead(head.status(), head.headers(), false);
  }

  private void take() throws IOException {
    try {
      if (!free.tryAcquire(POOL_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("no connection became free");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private Optional<Connection> rested(Target target) {
    Deque<Connection> of = resting.get(target);
    if (of == null) {
      return Optional.empty();
    }
    long now = System.nanoTime();
    synchronized (of) {
      for (Iterator<Connection> oldest = of.descendingIterator(); oldest.hasNext(); ) {
        Connection connection = oldest.next();
        if (now - connection.restingSince() < LONGEST_REST.toNanos()) {
          break;
        }
        oldest.remove();
        connection.close();
      }
      return Optional.ofNullable(of.pollFirst());
    }
  }

  private void forget(Target target) {
    Deque<Connection> of = resting.get(target);
    if (of != null) {
      synchronized (of) {
        of.forEach(Connection::close);
        of.clear();
      }
    }
  }

  private void giveBack(Target target, Connection connection, boolean keep) {
    if (keep && connection.clean() && !closed) {
      Deque<Connection> of = resting.computeIfAbsent(target, _ -> new ArrayDeque<>());
      connection.rest(System.nanoTime());
      synchronized (of) {
        of.addFirst(connection);
      }
    } else {
      connection.close();
    }
    free.release();
  }

  /** Closes the connections that rest; those in use are closed when they are given back. */
  @Override
  public void close() {
    closed = true;
    watch.get().ifPresent(LockSupport::unpark);
    resting.keySet().forEach(this::forget);
  }

  /** Reads and drops a body that is not needed. */
  public static void drain(InputStream body) throws IOException {
    byte[] waste = new byte[8 << 10];
    while (body.read(waste) >= 0) {
      // on to the end
    }
  }
}

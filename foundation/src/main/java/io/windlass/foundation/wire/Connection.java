package io.windlass.foundation.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** One connection, used by one exchange after the other. Not thread-safe. */
final class Connection implements AutoCloseable {
  private static final int BUFFER = 16 << 10;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** A server that takes nothing of so little for long has fallen silent. */
  private static final int PIECE = 64 << 10;

  private final Socket plain;
  private final Socket socket;
  private final int silenceMillis;
  private final InputStream in;
  private final OutputStream out;
  private byte[] buffer = new byte[BUFFER];
  private int start;
  private int end;
  private long restingSince;

  /** When the piece began that is being written, never 0; 0 while nothing is written. */
  private volatile long writingSince;

  private Connection(Socket plain, Socket socket, int silenceMillis) throws IOException {
    this.plain = plain;
    this.socket = socket;
    this.silenceMillis = silenceMillis;
    this.in = socket.getInputStream();
    this.out = new Pieces(socket.getOutputStream());
  }

  /**
   * Connects.
   *
   * @param silence how long reading waits for the next bytes
   * @param tls asked where TLS is spoken
   */
  static Connection open(Target target, Duration silence, Supplier<SSLSocketFactory> tls)
      throws IOException {
    IOException last = new IOException("the name " + target.host() + " has no address");
    for (InetAddress address : InetAddress.getAllByName(target.host())) {
      try {
        return open(target, address, silence, tls);
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private static Connection open(
      Target target, InetAddress address, Duration silence, Supplier<SSLSocketFactory> tls)
      throws IOException {
    int silenceMillis = Math.toIntExact(silence.toMillis());
    Socket plain = new Socket();
    try {
      plain.setTcpNoDelay(true);
      plain.setSoTimeout(silenceMillis);
      plain.connect(
          new InetSocketAddress(address, target.port()), (int) CONNECT_TIMEOUT.toMillis());
      return new Connection(
          plain, target.tls() ? secured(plain, target, tls.get()) : plain, silenceMillis);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private static Socket secured(Socket plain, Target target, SSLSocketFactory factory)
      throws IOException {
    SSLSocket socket = (SSLSocket) factory.createSocket(plain, target.host(), target.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** Notes when it begins to write: sockets know no limit of time for writing. */
  private final class Pieces extends OutputStream {
    private final OutputStream all;

    Pieces(OutputStream all) {
      this.all = all;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        for (int at = offset; at < offset + length; at += PIECE) {
          writingSince = System.nanoTime() | 1;
          all.write(bytes, at, Math.min(PIECE, offset + length - at));
        }
      } finally {
        writingSince = 0;
      }
    }

    @Override
    public void flush() throws IOException {
      all.flush();
    }
  }

  /** Breaks off a write that the server has not taken for so long. By any thread. */
  void breakOff(Duration silence) {
    long since = writingSince;
    if (since != 0 && System.nanoTime() - since > silence.toNanos()) {
      try {
        plain.close(); // closing TLS would wait for the write
      } catch (IOException e) {
        // the writer learns of it
      }
    }
  }

  /** Writes what an array-backed buffer holds and leaves the buffer as it is. */
  void write(ByteBuffer bytes) throws IOException {
    out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
  }

  OutputStream out() {
    return out;
  }

  /** Waits for the first byte of an answer, at most so long; whether there is one. */
  boolean answersWithin(Duration patience) throws IOException {
    if (start < end) {
      return true;
    }
    socket.setSoTimeout((int) patience.toMillis());
    try {
      fill();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } finally {
      socket.setSoTimeout(silenceMillis);
    }
  }

  /** The next head. {@link SilentException} when the server closed without a byte of it. */
  ResponseHead readHead() throws IOException {
    int scanned = start;
    while (true) {
      int after = headEnd(scanned);
      if (after > 0) {
        ResponseHead head = ResponseHead.parse(buffer, start, after);
        start = after;
        return head;
      }
      scanned = Math.max(start, end - 3);
      int kept = end - start;
      if (kept >= ResponseHead.LONGEST) {
        throw new IOException("the head of the answer is longer than " + ResponseHead.LONGEST);
      }
      int offset = scanned - start;
      try {
        fill();
      } catch (EOFException e) {
        throw kept == 0 ? new SilentException() : e;
      }
      scanned = start + offset;
    }
  }

  /** Index behind the empty line, looked for from an index; 0 when it is not there yet. */
  private int headEnd(int from) {
    for (int i = from; i < end; i++) {
      if (buffer[i] == '\n') {
        if (i + 1 < end && buffer[i + 1] == '\n') {
          return i + 2;
        }
        if (i + 2 < end && buffer[i + 1] == '\r' && buffer[i + 2] == '\n') {
          return i + 3;
        }
      }
    }
    return 0;
  }

  /** Reads more behind what is buffered, making room for it. */
  private void fill() throws IOException {
    if (start == end) {
      start = 0;
      end = 0;
    } else if (end == buffer.length) {
      byte[] roomier = start > 0 ? buffer : new byte[buffer.length * 2];
      System.arraycopy(buffer, start, roomier, 0, end - start);
      end -= start;
      start = 0;
      buffer = roomier;
    }
    int count = in.read(buffer, end, buffer.length - end);
    if (count < 0) {
      throw new EOFException("the server closed the connection in the middle of an answer");
    }
    end += count;
  }

  /** One byte; the server closing is an error. */
  int readByte() throws IOException {
    if (start == end) {
      fill();
    }
    return buffer[start++] & 0xff;
  }

  /** Some bytes; -1 when the server closed. Large reads go past the buffer. */
  int read(byte[] target, int offset, int length) throws IOException {
    if (start < end) {
      int count = Math.min(length, end - start);
      System.arraycopy(buffer, start, target, offset, count);
      start += count;
      return count;
    }
    if (length >= buffer.length) {
      return in.read(target, offset, length);
    }
    try {
      fill();
    } catch (EOFException e) {
      return -1;
    }
    return read(target, offset, length);
  }

  /** What can be read without waiting. */
  int available() throws IOException {
    return end - start + in.available();
  }

  /** Whether nothing is left over that would be taken for the next answer. */
  boolean clean() {
    return start == end;
  }

  void rest(long nanoTime) {
    restingSince = nanoTime;
    if (buffer.length > BUFFER) {
      buffer = new byte[BUFFER];
    }
    start = 0;
    end = 0;
  }

  long restingSince() {
    return restingSince;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // nothing is lost with a connection that nobody uses
    }
  }

  /** The server closed before it said anything, as it does with connections that rested long. */
  static final class SilentException extends IOException {
    private static final long serialVersionUID = 1L;

    SilentException() {
      super("the server closed the connection without an answer");
    }
  }
}

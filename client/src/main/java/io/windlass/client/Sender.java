package io.windlass.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Sends requests to stores, each once, and follows no redirection. Thread-safe. */
interface Sender extends AutoCloseable {
  /**
   * Answers as soon as the head of the answer is there.
   *
   * @throws LocalException when the body cannot be read
   * @throws IOException when nothing or nonsense came
   */
  Answer send(Request request) throws IOException, InterruptedException;

  @Override
  void close();

  /**
   * A request.
   *
   * @param uri absolute, {@code http} or {@code https}
   * @param headers besides those of connection, host and length
   */
  record Request(String method, URI uri, Map<String, String> headers, Optional<Body> body) {}

  /** What goes with a request. */
  interface Body {
    /** Bytes. */
    long length();

    /** From the beginning; called again when a connection turned out to be dead. */
    InputStream open() throws IOException;
  }

  /** An answer; its body streams and is to be closed, also when it is empty. */
  record Answer(int status, InputStream body) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /** What was to be sent cannot be read: nothing is wrong with store or connection. */
  final class LocalException extends IOException {
    private static final long serialVersionUID = 1L;

    LocalException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }
}

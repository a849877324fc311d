package io.windlass.server.http;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/**
 * Reads and writes the documents of one dialect, and nothing else, whatever the rest of the server
 * does with JSON. Thread-safe.
 *
 * @param <R> what requests are read as
 * @param <W> what answers are written from
 */
public abstract class DocumentBodies<R, W> implements MessageBodyReader<R>, MessageBodyWriter<W> {
  private final Class<R> read;
  private final Class<W> written;

  /** For these types and what extends them. */
  protected DocumentBodies(Class<R> read, Class<W> written) {
    this.read = read;
    this.written = written;
  }

  /** Reads a request; its failures are problems. */
  protected abstract R read(InputStream body, Class<R> type);

  /** Writes an answer. */
  protected abstract void write(W document, OutputStream body) throws IOException;

  @Override
  public final boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return read.isAssignableFrom(type);
  }

  @Override
  public final R readFrom(
      Class<R> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body) {
    return read(body, type);
  }

  @Override
  public final boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return written.isAssignableFrom(type);
  }

  @Override
  public final void writeTo(
      W document,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream body)
      throws IOException {
    write(document, body);
  }
}

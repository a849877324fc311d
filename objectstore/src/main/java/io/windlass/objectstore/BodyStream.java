package io.windlass.objectstore;

import io.windlass.foundation.wire.Wire;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;

/** A body that is being sent; its failures are told from those of the connection. */
final class BodyStream extends FilterInputStream {
  private BodyStream(java.io.InputStream in) {
    super(in);
  }

  static BodyStream open(Body body) throws IOException {
    try {
      return new BodyStream(body.open());
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public int read() throws IOException {
    try {
      return in.read();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return in.read(target, offset, length);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Exactly so many bytes. */
  void readFully(byte[] target, int offset, int length) throws IOException {
    if (readNBytes(target, offset, length) != length) {
      throw failed(new EOFException("the body is shorter than announced"));
    }
  }

  private static Wire.BodyException failed(IOException cause) {
    return new Wire.BodyException(
        "What was to be sent cannot be read: " + cause.getMessage(), cause);
  }
}

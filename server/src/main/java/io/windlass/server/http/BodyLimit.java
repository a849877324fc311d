package io.windlass.server.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends the reading of a body of unannounced length at the limit. */
@Provider
final class BodyLimit implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.hasEntity()) {
      request.setEntityStream(
          new Bounded(request.getEntityStream(), request.getUriInfo().getPath()));
    }
  }

  private static final class Bounded extends FilterInputStream {
    private final String path;
    private long read;

    Bounded(InputStream in, String path) {
      super(in);
      this.path = path;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int n = super.read(bytes, offset, length);
      count(Math.max(n, 0));
      return n;
    }

    private void count(int n) {
      read += n;
      if (read > Limits.bodyBytes(path)) {
        throw Limits.bodyTooLarge(path).toException();
      }
    }
  }
}

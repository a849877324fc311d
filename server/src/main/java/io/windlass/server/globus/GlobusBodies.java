package io.windlass.server.globus;

import io.windlass.server.http.DocumentBodies;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads {@link Received} and writes {@link Document}s. */
@Provider
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.WILDCARD)
@Priority(Priorities.USER - 1000)
public final class GlobusBodies extends DocumentBodies<Received, Document> {
  /** Made by the server. */
  public GlobusBodies() {
    super(Received.class, Document.class);
  }

  @Override
  protected Received read(InputStream body, Class<Received> type) {
    return GlobusJson.read(body);
  }

  @Override
  protected void write(Document document, OutputStream body) throws IOException {
    GlobusJson.write(document, body);
  }
}

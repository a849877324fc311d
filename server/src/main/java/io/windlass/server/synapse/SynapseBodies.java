package io.windlass.server.synapse;

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

/**
 * Reads and writes {@link Document}s. Any content type is taken for UTF-8 JSON: clients leave out
 * the charset, or the type.
 */
@Provider
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.WILDCARD)
@Priority(Priorities.USER - 1000)
public final class SynapseBodies extends DocumentBodies<Document, Document> {
  /** Made by the server. */
  public SynapseBodies() {
    super(Document.class, Document.class);
  }

  @Override
  protected Document read(InputStream body, Class<Document> type) {
    return SynapseJson.read(body, type);
  }

  @Override
  protected void write(Document document, OutputStream body) throws IOException {
    body.write(SynapseJson.write(document));
  }
}

package io.windlass.server.globus.manager;

import io.windlass.server.globus.Document;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** What every answer of a GCS Manager is put into. */
final class Envelope {
  private Envelope() {}

  static Response of(int status, String message, List<Document> data) {
    return Response.status(status)
        .entity(
            Document.of("result#1.0.0")
                .with("code", "success")
                .with("detail", "success")
                .with("message", message)
                .with("http_response_code", status)
                .with("has_next_page", false)
                .with("marker", "")
                .with("data", data))
        .build();
  }

  static Response of(Document only) {
    return of(200, "Operation successful", List.of(only));
  }

  static Response of(List<Document> all) {
    return of(200, "Operation successful", all);
  }
}

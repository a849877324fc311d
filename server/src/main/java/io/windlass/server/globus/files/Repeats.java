package io.windlass.server.globus.files;

import io.vertx.ext.web.RoutingContext;
import io.windlass.catalog.identity.Caller;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.server.http.IdempotentRequests;
import io.windlass.server.http.IdempotentRequests.Answer;
import io.windlass.server.http.IdempotentRequests.Beginning;
import io.windlass.server.http.IdempotentRequests.Beginning.Run;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Changes whose requests clients send again when no answer comes, without a key by which a
 * repetition could be known. What was done and could not be answered is kept for a day: when the
 * same request comes again and fails because it is done already, it is answered as if it had
 * succeeded now. Thread-safe; all nodes know.
 */
@Singleton
final class Repeats {
  private static final Logger LOG = Logger.getLogger(Repeats.class);
  private static final Answer DONE = new Answer(200, "application/json", "{}");
  private static final Set<Kind> DONE_ALREADY = EnumSet.of(Kind.NOT_FOUND, Kind.CONFLICT);

  private final IdempotentRequests requests;

  Repeats(IdempotentRequests requests) {
    this.requests = requests;
  }

  /**
   * Makes the change.
   *
   * @param what all that makes the request what it is
   * @throws WindlassException UNAVAILABLE {@code request_running} while an earlier one of the same
   *     kind still runs; whatever the change throws
   */
  void run(Caller caller, RoutingContext routing, Runnable change, String... what) {
    String digest = IdempotentRequests.sha256(what);
    switch (begin(caller, digest)) {
      case Run run -> first(caller, run, digest, routing, change);
      case Beginning.Replay(Answer done) -> again(change);
      case Beginning.Running() ->
          throw Problem.of(
                  Kind.UNAVAILABLE, "request_running", "The same request is still being worked on.")
              .toException();
      case Beginning.Reused() -> throw new IllegalStateException("a digest is its own key");
    }
  }

  private void first(
      Caller caller, Run run, String digest, RoutingContext routing, Runnable change) {
    try {
      change.run();
    } catch (RuntimeException e) {
      requests.forget(run);
      throw e;
    }
    if (routing.response().closed()) {
      requests.finish(run, DONE);
      return;
    }
    requests.forget(run);
    routing.addEndHandler(delivered -> {
      if (delivered.failed()) {
        Thread.startVirtualThread(() -> keep(caller, digest));
      }
    });
  }

  private void keep(Caller caller, String digest) {
    try {
      if (begin(caller, digest) instanceof Run run) {
        requests.finish(run, DONE);
      }
    } catch (RuntimeException e) {
      LOG.info("what was done and not answered cannot be noted", e);
    }
  }

  private Beginning begin(Caller caller, String digest) {
    return requests.begin(caller.user().id(), "globus " + digest, digest);
  }

  private static void again(Runnable change) {
    try {
      change.run();
    } catch (WindlassException e) {
      if (!DONE_ALREADY.contains(e.problem().kind())) {
        throw e;
      }
    }
  }
}

package io.windlass.server.http;

import io.windlass.catalog.identity.Caller;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Who sent the request that this thread serves. Inject it wherever a caller is needed. */
@RequestScoped
public class CurrentCaller {
  private @Nullable Caller caller;

  /** The caller; anonymous where the request came without a token. */
  public Caller get() {
    return caller == null ? Caller.anonymous() : caller;
  }

  /** Says who it is, once their right to be is proven. */
  public void set(Caller known) {
    caller = known;
  }
}

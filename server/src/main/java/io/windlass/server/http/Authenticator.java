package io.windlass.server.http;

import io.windlass.catalog.identity.Caller;
import io.windlass.foundation.Secret;
import java.util.Optional;

/** Tells whose token it is. */
@FunctionalInterface
public interface Authenticator {
  /** The caller; absent when the token is unknown, has expired or was revoked. */
  Optional<Caller> authenticate(Secret token);
}

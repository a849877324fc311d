package io.windlass.server;

import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.catalog.identity.Tokens;
import io.windlass.foundation.Secret;
import io.windlass.server.start.ServeOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What tests know about the server under test. */
@Singleton
final class Running {
  private static final AtomicLong NAMES = new AtomicLong();

  private final ServeOptions options;

  private final Tokens tokens;

  Running(ServeOptions options, Tokens tokens) {
    this.options = options;
    this.tokens = tokens;
  }

  /** The token of the first administrator. */
  String adminToken() {
    try {
      return Files.readString(options.data().resolve("admin.token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new token with all scopes but admin for a user. */
  String tokenOf(long userId) {
    Caller administrator = tokens.authenticate(Secret.of(adminToken())).orElseThrow();
    return tokens
        .create(
            administrator,
            userId,
            name("token"),
            EnumSet.of(Scope.VIEW, Scope.MODIFY, Scope.DOWNLOAD),
            Optional.empty())
        .text()
        .reveal();
  }

  ServeOptions options() {
    return options;
  }

  /** A name that no other test uses. */
  static String name(String what) {
    return what + "-" + NAMES.incrementAndGet();
  }
}

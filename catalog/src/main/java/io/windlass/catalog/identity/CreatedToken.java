package io.windlass.catalog.identity;

import io.windlass.foundation.Secret;

/**
 * A new token with its text, which is told this once.
 *
 * @param text {@code wl_ID_RANDOM}
 */
public record CreatedToken(Token token, Secret text) {}

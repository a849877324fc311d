/** Tokens and identities. */
@NullMarked
package io.windlass.server.globus.auth;

import org.jspecify.annotations.NullMarked;

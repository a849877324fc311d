/** Who a client is: tokens for API tokens, and identities. */
@NullMarked
package io.windlass.server.globus.auth;

import org.jspecify.annotations.NullMarked;

/** The native API, {@code /api/v1}: translation of HTTP into the houses, and no rules. */
@NullMarked
package io.windlass.server.api;

import org.jspecify.annotations.NullMarked;

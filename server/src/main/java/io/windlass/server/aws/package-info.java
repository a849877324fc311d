/**
 * What every dialect of AWS with JSON bodies shares: one address, operations named by {@code
 * X-Amz-Target}, signatures, errors.
 */
@NullMarked
package io.windlass.server.aws;

import org.jspecify.annotations.NullMarked;

/** Secrets at rest: sealed with a key outside the database, rotated without losing one. */
@NullMarked
package io.windlass.connection.secrets;

import org.jspecify.annotations.NullMarked;

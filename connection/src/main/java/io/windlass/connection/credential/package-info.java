/** Each person's own credentials on a shared connection. */
@NullMarked
package io.windlass.connection.credential;

import org.jspecify.annotations.NullMarked;

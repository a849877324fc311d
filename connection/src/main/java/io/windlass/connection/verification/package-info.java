/** Finding out for real what a connection may do. */
@NullMarked
package io.windlass.connection.verification;

import org.jspecify.annotations.NullMarked;

/** Policy documents: printed for people to paste, and sent along with temporary keys. */
@NullMarked
package io.windlass.connection.policy;

import org.jspecify.annotations.NullMarked;

/**
 * Transfers between any two collections, and deletions in them: what is asked for, and how it
 * stands.
 *
 * <p>Who may use a collection is decided above, by the project that owns it.
 */
@NullMarked
package io.windlass.transfer;

import org.jspecify.annotations.NullMarked;

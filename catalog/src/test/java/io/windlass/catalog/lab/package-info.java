/** A whole catalog in front of real stores, for tests. */
@NullMarked
package io.windlass.catalog.lab;

import org.jspecify.annotations.NullMarked;

/** Tests of what is known of objects. */
@NullMarked
package io.windlass.filesystem.known;

import org.jspecify.annotations.NullMarked;

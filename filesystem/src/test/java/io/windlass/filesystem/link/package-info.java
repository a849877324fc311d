/** Tests of the rules of links. */
@NullMarked
package io.windlass.filesystem.link;

import org.jspecify.annotations.NullMarked;

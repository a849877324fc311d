/** What an entry of a linked directory knows about its object. */
@NullMarked
package io.windlass.filesystem.state;

import org.jspecify.annotations.NullMarked;

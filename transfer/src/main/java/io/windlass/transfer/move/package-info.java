/** Moving of content: from one place to another, checked, and what can go wrong with it. */
@NullMarked
package io.windlass.transfer.move;

import org.jspecify.annotations.NullMarked;

/**
 * Lazy files: stubs that show an object's size and get its bytes when a program first uses them.
 * Whoever waits for content is held back by the kernel until it is there; nobody ever reads zeros.
 */
@NullMarked
package io.windlass.filesystem.lazy;

import org.jspecify.annotations.NullMarked;

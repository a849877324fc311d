/** Tests of the whole through the outside, and of the shape of the code. */
@NullMarked
package io.windlass.acceptance;

import org.jspecify.annotations.NullMarked;

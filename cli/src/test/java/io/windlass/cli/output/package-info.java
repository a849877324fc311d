/** Tests. */
@NullMarked
package io.windlass.cli.output;

import org.jspecify.annotations.NullMarked;

/** Commands for long work. */
@NullMarked
package io.windlass.cli.tasks;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.windlass.cli.start;

import org.jspecify.annotations.NullMarked;

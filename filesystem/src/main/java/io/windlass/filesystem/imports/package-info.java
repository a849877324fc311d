/** The way from objects to files: whole prefixes, single keys, and repairing what events missed. */
@NullMarked
package io.windlass.filesystem.imports;

import org.jspecify.annotations.NullMarked;

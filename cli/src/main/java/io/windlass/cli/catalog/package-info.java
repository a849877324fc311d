/** Commands for projects, folders, files, trash and registration. */
@NullMarked
package io.windlass.cli.catalog;

import org.jspecify.annotations.NullMarked;

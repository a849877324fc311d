/** Paths and documents of files. */
@NullMarked
package io.windlass.server.globus.files;

import org.jspecify.annotations.NullMarked;

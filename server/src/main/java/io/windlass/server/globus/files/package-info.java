/** Looking into collections and small changes: ls, stat, mkdir, rename. */
@NullMarked
package io.windlass.server.globus.files;

import org.jspecify.annotations.NullMarked;

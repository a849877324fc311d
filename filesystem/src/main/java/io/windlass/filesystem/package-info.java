/**
 * Directories that are buckets: file systems of this node, links between their directories and
 * locations, lazy files, import and export.
 */
@NullMarked
package io.windlass.filesystem;

import org.jspecify.annotations.NullMarked;

/** Completion reports of repository tasks, as FSx for Lustre writes them. */
@NullMarked
package io.windlass.filesystem.report;

import org.jspecify.annotations.NullMarked;

/** Tests of completion reports. */
@NullMarked
package io.windlass.filesystem.report;

import org.jspecify.annotations.NullMarked;

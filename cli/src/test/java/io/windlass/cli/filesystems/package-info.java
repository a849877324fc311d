@NullMarked
package io.windlass.cli.filesystems;

import org.jspecify.annotations.NullMarked;

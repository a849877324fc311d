@NullMarked
package io.windlass.server.fsx;

import org.jspecify.annotations.NullMarked;

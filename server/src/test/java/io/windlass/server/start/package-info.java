@NullMarked
package io.windlass.server.start;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.windlass.server;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.windlass.objectstore.event;

import org.jspecify.annotations.NullMarked;

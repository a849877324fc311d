/** Contract tests of object stores, run against every store at hand. */
@NullMarked
package io.windlass.objectstore;

import org.jspecify.annotations.NullMarked;

/** Stores for tests: the in-process store, Ceph RGW and PostgreSQL. */
@NullMarked
package io.windlass.testing;

import org.jspecify.annotations.NullMarked;

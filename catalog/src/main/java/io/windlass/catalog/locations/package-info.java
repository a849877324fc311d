/** Locations as people may make, see and upload to them. */
@NullMarked
package io.windlass.catalog.locations;

import org.jspecify.annotations.NullMarked;

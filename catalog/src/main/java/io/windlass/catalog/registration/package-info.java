/** Objects that are in a bucket already, made files of the catalog without reading their bodies. */
@NullMarked
package io.windlass.catalog.registration;

import org.jspecify.annotations.NullMarked;

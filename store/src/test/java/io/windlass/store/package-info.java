/** Tests of the embedded store through S3 clients. */
@NullMarked
package io.windlass.store;

import org.jspecify.annotations.NullMarked;

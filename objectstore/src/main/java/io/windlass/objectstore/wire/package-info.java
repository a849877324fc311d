/**
 * HTTP/1.1 as a client of an S3 store needs it and no more: kept-alive blocking connections on
 * virtual threads, bounded heads, bodies that stream. Knows nothing of S3.
 */
@NullMarked
package io.windlass.objectstore.wire;

import org.jspecify.annotations.NullMarked;

/**
 * HTTP/1.1 as clients of S3 stores need it and no more: kept-alive blocking connections on virtual
 * threads, bounded heads, bodies that stream. Knows nothing of S3.
 */
@NullMarked
package io.windlass.foundation.wire;

import org.jspecify.annotations.NullMarked;

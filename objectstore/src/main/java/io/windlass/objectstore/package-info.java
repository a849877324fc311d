/** S3 itself: clients, listing, reading, writing, copying, STS, policy documents. */
@NullMarked
package io.windlass.objectstore;

import org.jspecify.annotations.NullMarked;

/** The embedded S3 store: s3proxy with keys and permissions that come from Windlass. */
@NullMarked
package io.windlass.store;

import org.jspecify.annotations.NullMarked;

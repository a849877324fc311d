/**
 * The change feed: hints that something happened to a key of a bucket, kept in a durable queue
 * until a consumer has looked at the key.
 */
@NullMarked
package io.windlass.connection.feed;

import org.jspecify.annotations.NullMarked;

/**
 * What stores say about changes in their buckets: the messages of S3, EventBridge, Ceph and MinIO.
 */
@NullMarked
package io.windlass.objectstore.event;

import org.jspecify.annotations.NullMarked;

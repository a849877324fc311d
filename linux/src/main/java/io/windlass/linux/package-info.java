/**
 * The system calls of Linux that the standard library has no words for: access relative to an open
 * directory, file handles, extended attributes, leases, file system events, mounts. No native
 * library but libc. Calls block their carrier: many of them belong on platform threads.
 */
@NullMarked
package io.windlass.linux;

import org.jspecify.annotations.NullMarked;

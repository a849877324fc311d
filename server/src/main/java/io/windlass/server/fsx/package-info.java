/**
 * The dialect of FSx for Lustre: file systems, data repository associations and tasks as the AWS
 * CLI and the SDKs know them.
 *
 * <p>The facade translates; the rules live in the filesystem house. {@code docs/fsx.md} says what
 * is supported and what differs on purpose.
 */
@NullMarked
package io.windlass.server.fsx;

import org.jspecify.annotations.NullMarked;

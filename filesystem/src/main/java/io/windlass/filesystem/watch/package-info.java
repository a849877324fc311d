/**
 * What people and programs change in linked directories: seen through the kernel, kept in a durable
 * journal until it is exported.
 */
@NullMarked
package io.windlass.filesystem.watch;

import org.jspecify.annotations.NullMarked;

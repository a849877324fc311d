/**
 * Links between a directory of a file system and a prefix of a bucket: rules, life cycle, tasks.
 */
@NullMarked
package io.windlass.filesystem.link;

import org.jspecify.annotations.NullMarked;

/**
 * Durable long work over all nodes. A task is taken by whichever node is alive and can do its kind;
 * after the end of that node, however it ends, another one goes on from the last checkpoint.
 */
@NullMarked
package io.windlass.database.task;

import org.jspecify.annotations.NullMarked;

/** Submissions and tasks. */
@NullMarked
package io.windlass.server.globus.tasks;

import org.jspecify.annotations.NullMarked;

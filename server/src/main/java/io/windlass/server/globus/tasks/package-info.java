/** Transfers and deletions: submitting, watching, cancelling. */
@NullMarked
package io.windlass.server.globus.tasks;

import org.jspecify.annotations.NullMarked;

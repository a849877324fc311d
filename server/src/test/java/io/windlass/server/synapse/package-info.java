/** The Synapse dialect, rule by rule, and its clients' calls replayed over HTTP. */
@NullMarked
package io.windlass.server.synapse;

import org.jspecify.annotations.NullMarked;

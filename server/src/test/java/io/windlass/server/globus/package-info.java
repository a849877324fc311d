/** The Globus dialect, rule by rule, and its clients' calls replayed over HTTP. */
@NullMarked
package io.windlass.server.globus;

import org.jspecify.annotations.NullMarked;

/** Tests of the client against servers of their own. */
@NullMarked
package io.windlass.client;

import org.jspecify.annotations.NullMarked;

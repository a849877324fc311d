/** What operators look at: health, metrics and logs. */
@NullMarked
package io.windlass.server.operate;

import org.jspecify.annotations.NullMarked;

/** What every house needs: one exception type, secrets, identifiers. */
@NullMarked
package io.windlass.foundation;

import org.jspecify.annotations.NullMarked;

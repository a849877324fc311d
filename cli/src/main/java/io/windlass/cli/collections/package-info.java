/** Commands for collections. */
@NullMarked
package io.windlass.cli.collections;

import org.jspecify.annotations.NullMarked;

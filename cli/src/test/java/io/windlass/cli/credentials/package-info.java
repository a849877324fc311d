/** Tests. */
@NullMarked
package io.windlass.cli.credentials;

import org.jspecify.annotations.NullMarked;

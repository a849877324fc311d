/** Tests. */
@NullMarked
package io.windlass.cli.demo;

import org.jspecify.annotations.NullMarked;

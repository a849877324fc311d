/** The main job shown on real objects, from nothing to nothing. */
@NullMarked
package io.windlass.cli.demo;

import org.jspecify.annotations.NullMarked;

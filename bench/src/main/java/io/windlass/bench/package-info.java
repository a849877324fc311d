/** Benchmarks beside what a user would pick instead. */
@NullMarked
package io.windlass.bench;

import org.jspecify.annotations.NullMarked;

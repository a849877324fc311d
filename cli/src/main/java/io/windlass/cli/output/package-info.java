/** What people and programs see: tables, JSON, progress, problems. */
@NullMarked
package io.windlass.cli.output;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.windlass.cli.transfers;

import org.jspecify.annotations.NullMarked;

/** Commands for users, groups, tokens and key pairs. */
@NullMarked
package io.windlass.cli.people;

import org.jspecify.annotations.NullMarked;

/** Users, groups, tokens and AWS-style key pairs: who calls, and what their token may do. */
@NullMarked
package io.windlass.catalog.identity;

import org.jspecify.annotations.NullMarked;

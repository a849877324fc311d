/** What the members of a request may be: declared once, checked in one place, all faults told. */
@NullMarked
package io.windlass.server.aws.shape;

import org.jspecify.annotations.NullMarked;

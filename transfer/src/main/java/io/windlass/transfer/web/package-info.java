/** Addresses on the web that users name: which may be reached, and how. */
@NullMarked
package io.windlass.transfer.web;

import org.jspecify.annotations.NullMarked;

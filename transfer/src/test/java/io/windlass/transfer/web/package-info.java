@NullMarked
package io.windlass.transfer.web;

import org.jspecify.annotations.NullMarked;

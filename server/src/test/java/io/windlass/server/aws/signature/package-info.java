@NullMarked
package io.windlass.server.aws.signature;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.windlass.server.aws.shape;

import org.jspecify.annotations.NullMarked;

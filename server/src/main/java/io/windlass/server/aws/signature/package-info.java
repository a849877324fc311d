/**
 * AWS's signature version 4, as a service checks it. Plain Java: the published algorithm, nothing
 * of the server.
 */
@NullMarked
package io.windlass.server.aws.signature;

import org.jspecify.annotations.NullMarked;

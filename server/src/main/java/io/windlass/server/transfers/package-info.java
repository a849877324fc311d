/** Collections and transfers under the rights of the catalog, for every surface of the server. */
@NullMarked
package io.windlass.server.transfers;

import org.jspecify.annotations.NullMarked;

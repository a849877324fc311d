/**
 * Temporary keys for one folder and nothing else: who may have them, what they reach, the record of
 * every issue, and the keys that Windlass itself signs for the embedded store.
 */
@NullMarked
package io.windlass.catalog.credentials;

import org.jspecify.annotations.NullMarked;

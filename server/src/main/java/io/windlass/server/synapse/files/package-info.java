/** File handles, multipart upload and copy, presigned downloads, as Synapse clients see them. */
@NullMarked
package io.windlass.server.synapse.files;

import org.jspecify.annotations.NullMarked;

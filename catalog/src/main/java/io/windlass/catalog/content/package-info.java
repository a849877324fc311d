/**
 * The bytes of files: uploads that go straight to the store part by part, downloads by signed URLs,
 * and the deletion of what Windlass wrote.
 */
@NullMarked
package io.windlass.catalog.content;

import org.jspecify.annotations.NullMarked;

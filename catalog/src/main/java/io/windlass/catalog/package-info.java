/** Projects, members, folders, files, versions, access lists and credential vending. */
@NullMarked
package io.windlass.catalog;

import org.jspecify.annotations.NullMarked;

/**
 * The requests and answers of the native API, shared by server and client.
 *
 * <p>JSON in camel case; times are ISO 8601 in UTC; what is absent is left out. Words of a fixed
 * set travel as lower-case text, so that an older client still reads what a newer server adds.
 */
@NullMarked
package io.windlass.client.model;

import org.jspecify.annotations.NullMarked;

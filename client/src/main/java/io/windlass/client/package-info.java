/** Java SDK over the native API, with a refreshing AwsCredentialsProvider. */
@NullMarked
package io.windlass.client;

import org.jspecify.annotations.NullMarked;

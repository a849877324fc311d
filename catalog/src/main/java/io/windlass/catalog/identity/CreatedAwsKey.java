package io.windlass.catalog.identity;

import io.windlass.foundation.Secret;

/**
 * A new key pair with its secret, which is told this once.
 *
 * @param secretAccessKey 40 characters
 */
public record CreatedAwsKey(AwsKey key, Secret secretAccessKey) {}

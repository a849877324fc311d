package io.windlass.catalog.identity;

import io.windlass.foundation.Secret;

/**
 * Who signs with a key pair, for checking the signature.
 *
 * @param caller the owner, with what the key may be used for
 * @param secretAccessKey what a right signature is made with
 */
public record AwsSigner(Caller caller, Secret secretAccessKey) {}

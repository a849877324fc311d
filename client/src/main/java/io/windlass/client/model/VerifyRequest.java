package io.windlass.client.model;

import java.util.Optional;

/**
 * What to verify a connection for.
 *
 * @param bucket the bucket to try; absent checks the credentials only
 * @param prefix where in the bucket to try; absent is its root
 * @param readOnly whether checks that write are left out
 */
public record VerifyRequest(Optional<String> bucket, Optional<String> prefix, boolean readOnly) {}

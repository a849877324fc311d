package io.windlass.connection.verification;

import java.util.Optional;

/**
 * What to verify.
 *
 * @param bucket absent: only the keys themselves
 * @param prefix probe objects are made below it; empty for the whole bucket
 * @param readOnly try nothing that writes: list, get and location must do
 */
public record VerifyRequest(Optional<String> bucket, String prefix, boolean readOnly) {}

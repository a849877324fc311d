package io.windlass.catalog.credentials;

import java.time.Instant;
import java.util.Optional;

/**
 * What a revocation did.
 *
 * @param issue the record, now revoked
 * @param worksUntil when the store refuses the keys: the moment of revocation where Windlass
 *     enforces them, their own end where the store's token service made them
 * @param remedy how to stop them sooner, where they live on: a policy for the vending role, which
 *     ends every session of that role
 */
public record Revocation(IssueRecord issue, Instant worksUntil, Optional<String> remedy) {}

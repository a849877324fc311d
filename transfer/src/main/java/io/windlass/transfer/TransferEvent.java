package io.windlass.transfer;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened in a transfer.
 *
 * @param number counts from 1 within the transfer
 * @param code upper case, words joined by {@code _}: {@code STARTED}, {@code PROGRESS}, {@code
 *     SUCCEEDED}, {@code PERMISSION_DENIED}, {@code VERIFY_CHECKSUM} and so on; the codes are those
 *     of docs/semantics/transfers.md
 * @param description one sentence for a person, without secrets
 * @param details more of it, for people
 */
public record TransferEvent(
    long number,
    Instant at,
    String code,
    boolean error,
    String description,
    Optional<String> details) {}

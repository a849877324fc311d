package io.windlass.client.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened in a transfer.
 *
 * @param number counts from 1 within the transfer
 * @param at when
 * @param code stable word for programs, for example {@code PERMISSION_DENIED}
 * @param error whether it was an error
 * @param description one sentence for a person
 * @param details more of it
 */
public record TransferEvent(
    long number,
    Instant at,
    String code,
    boolean error,
    String description,
    Optional<String> details) {}

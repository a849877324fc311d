package io.windlass.filesystem.watch;

import java.time.Instant;

/**
 * A time in which nobody watched a link.
 *
 * @param since what changed before is in the journal
 * @param rebooted the machine was started since: the disk may be behind the journal, so what is
 *     missing was not necessarily removed by anybody
 */
public record Gap(Instant since, boolean rebooted) {}

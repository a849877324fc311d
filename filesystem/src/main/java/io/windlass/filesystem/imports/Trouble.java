package io.windlass.filesystem.imports;

import io.windlass.filesystem.tree.ReportCode;

/**
 * Why an object was not taken over, or what is to be known although it was.
 *
 * @param code what a report says
 * @param warning it was taken over all the same
 * @param reason one sentence for a person
 */
public record Trouble(ReportCode code, boolean warning, String reason) {}

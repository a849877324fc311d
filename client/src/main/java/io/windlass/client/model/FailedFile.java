package io.windlass.client.model;

/**
 * A file that something did not work with.
 *
 * @param path of the file
 * @param code as in completion reports, for example {@code S3AccessDenied}
 * @param message one sentence for a person
 */
public record FailedFile(String path, String code, String message) {}

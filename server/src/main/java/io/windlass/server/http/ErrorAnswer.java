package io.windlass.server.http;

/**
 * An error as it goes over the wire.
 *
 * @param status the HTTP status
 * @param contentType the media type of the body
 * @param body the document
 */
public record ErrorAnswer(int status, String contentType, String body) {}

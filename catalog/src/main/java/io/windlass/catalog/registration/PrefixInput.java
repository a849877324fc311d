package io.windlass.catalog.registration;

/**
 * What a registration task is to do.
 *
 * @param folderId the folder that the files go into
 * @param locationId the location that was effective there when it was asked for
 * @param bucket of the location
 * @param prefix what keys begin with and what is left out of their paths; empty or ending in a
 *     slash
 */
record PrefixInput(long folderId, long locationId, String bucket, String prefix) {}

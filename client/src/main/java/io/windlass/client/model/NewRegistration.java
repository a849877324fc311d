package io.windlass.client.model;

import java.util.Optional;

/**
 * Objects that are already in the bucket, to become files: one key, or all below a prefix. Bodies
 * are not read.
 *
 * @param folderId the folder they go into; or
 * @param path {@code PROJECT/a/b} of that folder
 * @param key one object
 * @param prefix all objects below it
 * @param name of the one file; absent is the last part of its key
 * @param md5 of the one object in hexadecimal, where it is known
 */
public record NewRegistration(
    Optional<Long> folderId,
    Optional<String> path,
    Optional<String> key,
    Optional<String> prefix,
    Optional<String> name,
    Optional<String> md5) {}

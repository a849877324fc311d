package io.windlass.client.model;

/**
 * A SigV4 key pair to be made.
 *
 * @param name what its owner calls it
 */
public record NewAwsKeys(String name) {}

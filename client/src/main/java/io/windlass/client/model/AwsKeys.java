package io.windlass.client.model;

import java.time.Instant;

/**
 * A SigV4 key pair of a user, for the AWS-dialect endpoints, without its secret.
 *
 * @param accessKeyId its public half
 * @param name what its owner calls it
 * @param createdAt when it was made
 */
public record AwsKeys(String accessKeyId, String name, Instant createdAt) {}

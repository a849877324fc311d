package io.windlass.server.aws;

import io.windlass.catalog.identity.Caller;
import io.windlass.server.aws.shape.Input;

/**
 * A request of a known caller, in the right shape.
 *
 * @param region that the client signed for
 */
public record AwsCall(Caller caller, String region, Input input) {}

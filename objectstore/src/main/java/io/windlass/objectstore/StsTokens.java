package io.windlass.objectstore;

import io.windlass.foundation.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** STS by the AWS SDK, which sends blanks in form values as {@code %20}. */
final class StsTokens implements SecurityTokens {
  private static final Duration SHORT = Duration.ofHours(1);
  private static final int REMEMBERED_ROLES = 1_000;

  private final StsClient sts;
  private final Runnable whenClosed;

  /** Roles that refused a longer session, and what they granted. */
  private final Map<String, Duration> shorter = new ConcurrentHashMap<>();

  StsTokens(StsClient sts, Runnable whenClosed) {
    this.sts = sts;
    this.whenClosed = whenClosed;
  }

  @Override
  public String callerIdentity() {
    try {
      return sts.getCallerIdentity().arn();
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onTokens("sts:GetCallerIdentity", "*"));
    }
  }

  @Override
  public TemporaryKeys assumeRole(RoleRequest request) {
    try {
      return keys(
          sts.assumeRole(
                  call -> {
                    call.roleArn(request.roleArn())
                        .roleSessionName(request.sessionName())
                        .durationSeconds(Math.toIntExact(request.duration().toSeconds()));
                    request.externalId().ifPresent(call::externalId);
                    request.policy().ifPresent(call::policy);
                  })
              .credentials());
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onTokens("sts:AssumeRole", request.roleArn()));
    }
  }

  @Override
  public TemporaryKeys assumeRoleAtMost(RoleRequest request) {
    Duration known = shorter.getOrDefault(request.roleArn(), request.duration());
    Duration first = known.compareTo(request.duration()) < 0 ? known : request.duration();
    try {
      return assumeRole(request.lasting(first));
    } catch (StoreException e) {
      boolean tooLong =
          e.failure() instanceof StoreFailure.Refused refused && refused.status() == 400;
      if (!tooLong || first.compareTo(SHORT) <= 0) {
        throw e;
      }
      TemporaryKeys keys = assumeRole(request.lasting(SHORT));
      if (shorter.size() < REMEMBERED_ROLES) {
        shorter.put(request.roleArn(), SHORT);
      }
      return keys;
    }
  }

  @Override
  public TemporaryKeys federationToken(String name, String policy, Duration duration) {
    try {
      return keys(
          sts.getFederationToken(call ->
                  call.name(name)
                      .policy(policy)
                      .durationSeconds(Math.toIntExact(duration.toSeconds())))
              .credentials());
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onTokens("sts:GetFederationToken", "*"));
    }
  }

  @Override
  public void close() {
    whenClosed.run();
  }

  private static TemporaryKeys keys(Credentials credentials) {
    return new TemporaryKeys(
        credentials.accessKeyId(),
        Secret.of(credentials.secretAccessKey()),
        Secret.of(credentials.sessionToken()),
        credentials.expiration());
  }
}

package io.windlass.objectstore;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * STS by the AWS SDK. Policies are sent without any blank, as the SDK sends blanks as plus signs
 * and Ceph RGW 16 reads these as such.
 */
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
      @Nullable String arn = sts.getCallerIdentity().arn();
      if (arn == null) {
        // something answered that is no token service
        throw new StoreException(
            new StoreFailure.Unsupported("NotImplemented"),
            Problem.of(
                Problem.Kind.STORE_REFUSED,
                "store_unsupported",
                "The store does not tell whose keys they are."),
            new IllegalStateException("the answer to GetCallerIdentity has no Arn"));
      }
      return arn;
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
                    request.policy().map(StsTokens::withoutBlanks).ifPresent(call::policy);
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
                      .policy(withoutBlanks(policy))
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

  /** The same JSON: blanks between its tokens left out, those inside texts escaped. */
  static String withoutBlanks(String json) {
    StringBuilder text = new StringBuilder(json.length());
    boolean quoted = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '\\' && quoted) {
        text.append(c).append(json.charAt(++i));
      } else if (Character.isWhitespace(c)) {
        text.append(quoted ? "\\u%04x".formatted((int) c) : "");
      } else {
        quoted ^= c == '"';
        text.append(c);
      }
    }
    return text.toString();
  }

  private static TemporaryKeys keys(Credentials credentials) {
    return new TemporaryKeys(
        credentials.accessKeyId(),
        Secret.of(credentials.secretAccessKey()),
        Secret.of(credentials.sessionToken()),
        credentials.expiration());
  }
}

package io.windlass.objectstore;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.core.exception.SdkException;

/** The one place that turns answers of a store into {@link StoreException}. */
final class Failures {
  private static final Set<String> BAD_KEYS =
      Set.of(
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "SignatureDoesNotMatch",
          "IncompleteSignature",
          "InvalidToken",
          "InvalidSecurity",
          "UnrecognizedClientException",
          "AuthFailure");
  private static final Set<String> EXPIRED =
      Set.of("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired");
  private static final Set<String> OTHER_REGION =
      Set.of(
          "PermanentRedirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException");
  private static final Set<String> MISSING_OBJECT =
      Set.of("NoSuchKey", "NoSuchVersion", "NoSuchUpload", "NotFound");
  private static final Set<String> PASSING =
      Set.of(
          "SlowDown",
          "ServiceUnavailable",
          "InternalError",
          "RequestTimeout",
          "RequestLimitExceeded",
          "Throttling",
          "ThrottlingException",
          "TooManyRequests",
          "OperationAborted");
  private static final Set<String> UNSUPPORTED =
      Set.of("NotImplemented", "MethodNotAllowed", "AccessControlListNotSupported");
  private static final Set<String> READING =
      Set.of("s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket");
  private static final Pattern NAMED_ACTION =
      Pattern.compile("not authorized to perform:? ([a-z0-9-]+:[A-Za-z*]+)");
  private static final Pattern NAMED_REGION = Pattern.compile("expecting '([a-z0-9-]+)'");

  private Failures() {}

  /** The failure of a call as the SDK reports it. */
  static WindlassException of(SdkException failure, StoreCall call) {
    if (failure instanceof AwsServiceException service) {
      return ofAnswer(service, call);
    }
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof WindlassException ours) {
        return ours; // renewing an assumed role failed inside the SDK
      }
    }
    String text = String.valueOf(failure.getMessage());
    if (text.contains("Unable to load credentials")) {
      return exception(
          new StoreFailure.BadKeys("NoCredentials"),
          Kind.STORE_REFUSED,
          "store_keys_missing",
          "This machine has no AWS credentials of its own.",
          "Give the connection keys or a role, or run Windlass where the environment, a profile or"
              + " an instance role provides credentials.",
          failure);
    }
    return unreachable("ConnectionFailed", rootMessage(failure), failure);
  }

  private static StoreException ofAnswer(AwsServiceException answer, StoreCall call) {
    String code = code(answer);
    String text = message(answer);
    int status = answer.statusCode();
    // Ceph RGW calls an unknown KMS key an unknown access key
    if ((call.encrypted() && code.equals("InvalidAccessKeyId")) || concernsKms(code, text)) {
      return keyDenied(answer, code, call);
    }
    if (code.equals("NoSuchBucket") || (status == 404 && isBucketCall(call))) {
      return noSuchBucket(answer, code, call);
    }
    if (MISSING_OBJECT.contains(code) || status == 404) {
      return noSuchObject(answer, code, call);
    }
    if (BAD_KEYS.contains(code)) {
      return badKeys(answer, code);
    }
    if (EXPIRED.contains(code)) {
      return exception(
          new StoreFailure.ExpiredKeys(code),
          Kind.STORE_REFUSED,
          "store_keys_expired",
          "The store says that the keys or their session token have expired (" + code + ").",
          "Give the connection fresh keys; a session token lasts some hours only.",
          answer);
    }
    if (code.equals("RequestTimeTooSkewed")) {
      return clockSkew(answer, code);
    }
    if (OTHER_REGION.contains(code) || status == 301 || status == 307) {
      return wrongRegion(answer, code, text, call);
    }
    if (status == 412 || status == 304 || code.equals("ConditionalRequestConflict")) {
      return exception(
          new StoreFailure.PreconditionFailed(code),
          Kind.PRECONDITION_FAILED,
          "store_precondition_failed",
          "The object is not what the request expected: it changed, or it exists already.",
          "Look at the object again and repeat the request.",
          answer);
    }
    return ofRest(answer, code, text, call);
  }

  private static StoreException ofRest(
      AwsServiceException answer, String code, String text, StoreCall call) {
    int status = answer.statusCode();
    if (status == 501 || status == 405 || UNSUPPORTED.contains(code)) {
      return unsupported(code, call, answer);
    }
    if (code.equals("InvalidObjectState")) {
      return exception(
          new StoreFailure.Refused(code, status),
          Kind.STORE_REFUSED,
          "object_archived",
          "The object %s is archived and cannot be read.".formatted(call.resource()),
          "Have it restored first.",
          answer);
    }
    if (status >= 500
        || status == 429
        || PASSING.contains(code)
        || answer.isThrottlingException()) {
      return unreachable(code, text, answer);
    }
    boolean full = code.equals("QuotaExceeded"); // for which Ceph RGW answers 403
    if (!full && (status == 403 || status == 401 || code.startsWith("AccessDenied"))) {
      return denied(answer, code, text, call);
    }
    return exception(
        new StoreFailure.Refused(code, status),
        Kind.STORE_REFUSED,
        "store_refused",
        "The store refused " + call.action() + " (" + code + ")" + said(text) + ".",
        "Correct what the store names and try again.",
        answer);
  }

  /** A store that answers, but not the question. */
  static StoreException unsupported(StoreCall call) {
    return unsupported("NotImplemented", call, new IllegalStateException("not the answer to it"));
  }

  private static StoreException unsupported(String code, StoreCall call, Throwable cause) {
    return exception(
        new StoreFailure.Unsupported(code),
        Kind.STORE_REFUSED,
        "store_unsupported",
        "The store does not offer " + call.action() + " on " + call.resource() + ".",
        "Use a store that offers it, or do without the option that needs it.",
        cause);
  }

  private static StoreException denied(
      AwsServiceException answer, String code, String text, StoreCall call) {
    Matcher named = NAMED_ACTION.matcher(text);
    String action = named.find() ? named.group(1) : call.action();
    String remedy =
        "Add a statement that allows %s on %s to the policy of these keys, and to the bucket's own policy when the bucket belongs to another account. If both allow it already, an explicit deny, a permissions boundary or a service or resource control policy of the organization (SCP, RCP) denies it: its administrator has to change that."
            .formatted(action, call.resource());
    if (call.action().equals("s3:GetObject")) {
      remedy +=
          " The object may also be missing: without s3:ListBucket the store says so in no other"
              + " way.";
    }
    if (READING.contains(call.action())) {
      remedy +=
          " Where the bucket's readers pay (Requester Pays), the request needs your consent to"
              + " pay: of a transfer --request-payer, which with --dry-run tells the cost first.";
    }
    if (call.action().equals("sts:AssumeRole")) {
      remedy =
          "Let the trust policy of %s allow sts:AssumeRole to the identity that signs, with the external id that the connection shows."
              .formatted(call.resource());
    }
    return exception(
        new StoreFailure.Denied(code, action, call.resource()),
        Kind.STORE_REFUSED,
        "store_access_denied",
        "The store denied %s on %s (%s).".formatted(action, call.resource(), code),
        remedy,
        answer);
  }

  private static StoreException badKeys(AwsServiceException answer, String code) {
    boolean signature = code.equals("SignatureDoesNotMatch");
    return exception(
        new StoreFailure.BadKeys(code),
        Kind.STORE_REFUSED,
        "store_keys_invalid",
        signature
            ? "The secret key does not belong to the access key id (" + code + ")."
            : "The store does not know these keys (" + code + ").",
        signature
            ? "Enter the secret again, without blanks around it; check the region and this"
                + " machine's clock as well."
            : "Check the access key id, the session token and the endpoint; the keys may have been"
                + " deleted or disabled.",
        answer);
  }

  private static StoreException keyDenied(AwsServiceException answer, String code, StoreCall call) {
    return exception(
        new StoreFailure.KeyDenied(code),
        Kind.STORE_REFUSED,
        "kms_key_denied",
        "The KMS key cannot be used for %s on %s (%s)."
            .formatted(call.action(), call.resource(), code),
        "Check that the key exists, is enabled and in the bucket's region, and let its key policy"
            + " allow kms:GenerateDataKey and kms:Decrypt to the identity that signs.",
        answer);
  }

  private static StoreException noSuchBucket(
      AwsServiceException answer, String code, StoreCall call) {
    return exception(
        new StoreFailure.NoSuchBucket(code, call.bucket()),
        Kind.NOT_FOUND,
        "bucket_not_found",
        "There is no bucket " + call.bucket() + " at this store.",
        "Check the name, the endpoint and the region, or make the bucket.",
        answer);
  }

  private static StoreException noSuchObject(
      AwsServiceException answer, String code, StoreCall call) {
    ObjectId id = call.id().orElse(ObjectId.of(call.bucket(), ""));
    String what = code.equals("NoSuchUpload") ? "multipart upload for " : "object ";
    return exception(
        new StoreFailure.NoSuchObject(code, id),
        Kind.NOT_FOUND,
        code.equals("NoSuchUpload") ? "upload_not_found" : "object_not_found",
        "There is no " + what + id.key() + " in bucket " + id.bucket() + ".",
        "List the bucket to see what is there.",
        answer);
  }

  private static StoreException clockSkew(AwsServiceException answer, String code) {
    // the SDK would sign for every other store by the clock of this one
    SdkGlobalTime.setGlobalTimeOffset(0);
    Optional<Duration> skew =
        header(answer, "Date").flatMap(Timestamps::ofHttp).map(at -> Duration.between(at, now()));
    return exception(
        new StoreFailure.ClockSkew(code, skew),
        Kind.STORE_REFUSED,
        "store_clock_skew",
        "The clock of this machine and that of the store are too far apart"
            + skew.map(by -> " (" + by.abs().toMinutes() + " minutes)").orElse("")
            + ".",
        "Set the clock of this machine, best by NTP.",
        answer);
  }

  private static StoreException wrongRegion(
      AwsServiceException answer, String code, String text, StoreCall call) {
    Matcher named = NAMED_REGION.matcher(text);
    Optional<String> region =
        header(answer, "x-amz-bucket-region")
            .or(() -> named.find() ? Optional.of(named.group(1)) : Optional.empty());
    return exception(
        new StoreFailure.WrongRegion(code, region),
        Kind.STORE_REFUSED,
        "bucket_in_other_region",
        "Bucket "
            + call.bucket()
            + " is in another region"
            + region.map(name -> ", " + name).orElse("")
            + ".",
        "Set the connection's region to the bucket's.",
        answer);
  }

  private static StoreException unreachable(String code, String text, SdkException cause) {
    return exception(
        new StoreFailure.Unreachable(code),
        Kind.UNAVAILABLE,
        "store_unreachable",
        "The store did not answer as it should, also after retries ("
            + code
            + ")"
            + said(text)
            + ".",
        "Try again later; check the endpoint and the network if it stays so.",
        cause);
  }

  private static boolean concernsKms(String code, String text) {
    return code.startsWith("KMS.") || text.contains("perform: kms:") || text.contains("AWS KMS");
  }

  private static boolean isBucketCall(StoreCall call) {
    return call.id().isEmpty() && !call.bucket().isEmpty();
  }

  private static String code(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    return code == null || code.isBlank() ? "HTTP " + answer.statusCode() : code;
  }

  private static String message(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    String text = details == null ? null : details.errorMessage();
    return text == null ? "" : text;
  }

  private static String said(String text) {
    String line = text.strip();
    while (line.endsWith(".")) {
      line = line.substring(0, line.length() - 1);
    }
    return line.isEmpty() ? "" : ": " + line;
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String text = root.getMessage();
    return text == null ? root.getClass().getSimpleName() : text;
  }

  private static Optional<String> header(AwsServiceException answer, String name) {
    return Optional.ofNullable(answer.awsErrorDetails())
        .flatMap(details -> Optional.ofNullable(details.sdkHttpResponse()))
        .flatMap(response -> response.firstMatchingHeader(name));
  }

  private static Instant now() {
    return Instant.now();
  }

  private static StoreException exception(
      StoreFailure failure, Kind kind, String code, String text, String remedy, Throwable cause) {
    return new StoreException(failure, Problem.of(kind, code, text).withRemedy(remedy), cause);
  }
}

package io.windlass.store;

/** A request that the store refuses before any object is touched. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String text;

  RefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
    this.text = message;
  }

  Reason reason() {
    return reason;
  }

  String text() {
    return text;
  }

  /** The S3 error codes that the store answers of its own accord. */
  enum Reason {
    ACCESS_DENIED("AccessDenied", 403),
    INVALID_ACCESS_KEY_ID("InvalidAccessKeyId", 403),
    SIGNATURE_DOES_NOT_MATCH("SignatureDoesNotMatch", 403),
    REQUEST_TIME_TOO_SKEWED("RequestTimeTooSkewed", 403),
    EXPIRED_TOKEN("ExpiredToken", 400),
    INVALID_TOKEN("InvalidToken", 400),
    INVALID_REQUEST("InvalidRequest", 400),
    INVALID_ARGUMENT("InvalidArgument", 400),
    INVALID_BUCKET_NAME("InvalidBucketName", 400),
    INVALID_URI("InvalidURI", 400),
    KEY_TOO_LONG("KeyTooLongError", 400),
    INTERNAL_ERROR("InternalError", 500);

    private final String code;
    private final int status;

    Reason(String code, int status) {
      this.code = code;
      this.status = status;
    }

    String code() {
      return code;
    }

    int status() {
      return status;
    }
  }
}

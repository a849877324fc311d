package io.windlass.store;

import io.windlass.store.Grant.Scoped;
import io.windlass.store.RefusedException.Reason;
import io.windlass.store.SignatureCheck.Signer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3ProxyHandler;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * The door of the store: who signed, may they, then the S3 handler does it. The handler behind it
 * authenticates nobody, and gets a back end only while a request that passed both checks is served.
 */
final class StoreServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(StoreServlet.class);
  private static final long LARGEST_PUT = 5L << 30;
  private static final ScopedValue<Grant> GRANT = ScopedValue.newInstance();

  private final transient SignatureCheck signatures;
  private final transient Handler handler;

  StoreServlet(SignatureCheck signatures, BlobStore store) {
    this.signatures = signatures;
    this.handler = new Handler(store);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      Signer signer = signatures.check(request);
      HttpServletRequest checked = new Checked(request);
      ObjectRequest wanted = ObjectRequest.of(checked);
      Grants.check(signer.grant(), wanted);
      BucketNames.check(request.getMethod(), wanted);
      ScopedValue.where(GRANT, signer.grant())
          .call(() -> {
            try (InputStream body = signer.payload().open(request)) {
              handler.doHandle(checked, checked, response, body, null);
            }
            return null;
          });
    } catch (RefusedException e) {
      handler.answer(request, response, e.reason(), e.text());
    } catch (IOException | RuntimeException e) {
      answerFailure(request, response, e);
    }
  }

  private void answerFailure(
      HttpServletRequest request, HttpServletResponse response, Exception failure)
      throws IOException {
    Optional<AwsServiceException> known = causeOf(failure, AwsServiceException.class);
    if (known.isPresent()) {
      handler.answer(request, response, known.get());
    } else if (failure instanceof IllegalArgumentException) {
      handler.answer(request, response, Reason.INVALID_ARGUMENT, "The request is malformed.");
    } else if (failure instanceof UnsupportedOperationException) {
      handler.answer(
          request, response, "NotImplemented", 501, "The store does not offer this operation.");
    } else if (response.isCommitted() || causeOf(failure, java.io.EOFException.class).isPresent()) {
      throw failure instanceof IOException io ? io : new IOException(failure);
    } else {
      LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), failure);
      handler.answer(request, response, Reason.INTERNAL_ERROR, "The store failed. Try again.");
    }
  }

  private static <T extends Throwable> Optional<T> causeOf(Throwable failure, Class<T> type) {
    for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return Optional.of(type.cast(each));
      }
    }
    return Optional.empty();
  }

  /**
   * A request as the handler may see it: its signature and the framing of its body are dealt with,
   * and a plus sign in the path is a plus sign.
   */
  private static final class Checked extends HttpServletRequestWrapper {
    private static final String PAYLOAD = "x-amz-content-sha256";

    Checked(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getRequestURI() {
      return super.getRequestURI().replace("+", "%2B");
    }

    @Override
    public @Nullable String getHeader(String name) {
      return name.equalsIgnoreCase(PAYLOAD) ? "UNSIGNED-PAYLOAD" : super.getHeader(name);
    }
  }

  private static final class Handler extends S3ProxyHandler {
    Handler(BlobStore store) {
      super(
          store,
          AuthenticationType.NONE,
          null,
          null,
          null,
          LARGEST_PUT,
          1 << 20,
          1 << 20,
          true,
          null,
          null,
          Integer.MAX_VALUE);
      setBlobStoreLocator((_, _, _) -> GRANT.isBound() ? grant(store, GRANT.get()) : null);
    }

    private static AccessGrant grant(BlobStore store, Grant grant) {
      return AccessGrant.anonymous(
          switch (grant) {
            case Grant.Full() -> store;
            case Scoped scoped -> new GrantedBlobStore(store, scoped);
          });
    }

    void answer(
        HttpServletRequest request, HttpServletResponse response, Reason reason, String message)
        throws IOException {
      answer(request, response, reason.code(), reason.status(), message);
    }

    void answer(
        HttpServletRequest request, HttpServletResponse response, AwsServiceException failure)
        throws IOException {
      int status = failure.statusCode();
      var details = failure.awsErrorDetails();
      String code =
          details != null && details.errorCode() != null
              ? details.errorCode()
              : switch (status) {
                case 403 -> "AccessDenied";
                case 412 -> "PreconditionFailed";
                case 416 -> "InvalidRange";
                case 400 -> "BadDigest";
                default -> "InternalError";
              };
      if (status == 304) {
        response.setStatus(status);
        return;
      }
      String message = details == null ? null : details.errorMessage();
      answer(request, response, code, status, message == null ? code : message);
    }

    void answer(
        HttpServletRequest request,
        HttpServletResponse response,
        String code,
        int status,
        String message)
        throws IOException {
      if (!response.isCommitted()) {
        response.reset();
        sendSimpleErrorResponse(request, response, code, status, message, Map.of());
      }
    }
  }
}

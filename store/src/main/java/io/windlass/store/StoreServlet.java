package io.windlass.store;

import io.windlass.store.Grant.Scoped;
import io.windlass.store.ObjectRequest.Operation;
import io.windlass.store.RefusedException.Reason;
import io.windlass.store.SignatureCheck.Signer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
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
  private static final ScopedValue<Served> SERVED = ScopedValue.newInstance();

  private final transient SignatureCheck signatures;
  private final transient Handler handler;
  private final transient PartListing parts;

  StoreServlet(SignatureCheck signatures, FileStore files) {
    this.signatures = signatures;
    this.handler = new Handler(new S3BackEnd(files));
    this.parts = new PartListing(files);
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
      if (wanted.operation() == Operation.LIST_PARTS) {
        parts.answer(checked, response, wanted);
        return;
      }
      ScopedValue.where(SERVED, new Served(signer.grant(), condition(request, wanted)))
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

  /**
   * A request that passed.
   *
   * @param condition of its write; the handler is not shown it, as it would refuse or check it
   *     apart from the write
   */
  private record Served(Grant grant, Condition condition) {}

  private static Condition condition(HttpServletRequest request, ObjectRequest wanted) {
    return switch (wanted.operation()) {
      case PUT_OBJECT, COPY_OBJECT, COMPLETE_UPLOAD ->
          new Condition(request.getHeader("If-Match"), request.getHeader("If-None-Match"));
      default -> new Condition(null, null);
    };
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
    private static final String ACL = "x-amz-acl";

    Checked(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getRequestURI() {
      return super.getRequestURI().replace("+", "%2B");
    }

    @Override
    public @Nullable String getHeader(String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case PAYLOAD -> "UNSIGNED-PAYLOAD";
        case "if-match", "if-none-match" -> isWrite() ? null : super.getHeader(name);
        case ACL -> ownerOnly(super.getHeader(name));
        default -> super.getHeader(name);
      };
    }

    private boolean isWrite() {
      return getMethod().equals("PUT") || getMethod().equals("POST");
    }

    /** All belongs to the owner of the bucket anyway, which is what these two ask for. */
    private static @Nullable String ownerOnly(@Nullable String acl) {
      boolean owner = "bucket-owner-full-control".equals(acl) || "bucket-owner-read".equals(acl);
      return owner ? null : acl;
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
      setBlobStoreLocator((_, _, _) -> SERVED.isBound() ? grant(store, SERVED.get()) : null);
    }

    private static AccessGrant grant(BlobStore store, Served served) {
      BlobStore conditional = new ConditionalBlobStore(store, served.condition);
      return AccessGrant.anonymous(
          switch (served.grant) {
            case Grant.Full() -> conditional;
            case Scoped scoped -> new GrantedBlobStore(conditional, scoped);
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

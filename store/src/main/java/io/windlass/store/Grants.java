package io.windlass.store;

import io.windlass.store.Grant.Access;
import io.windlass.store.Grant.Scoped;
import io.windlass.store.ObjectRequest.Source;
import io.windlass.store.RefusedException.Reason;

/** The one place that decides whether a grant allows a request. What is not named is denied. */
final class Grants {
  private Grants() {}

  static void check(Grant grant, ObjectRequest request) throws RefusedException {
    boolean allowed =
        switch (grant) {
          case Grant.Full() -> true;
          case Scoped scoped -> allows(scoped, request);
        };
    if (!allowed) {
      throw new RefusedException(
          Reason.ACCESS_DENIED, "These keys do not allow this request. They cover one prefix.");
    }
  }

  private static boolean allows(Scoped grant, ObjectRequest request) {
    boolean covered = grant.covers(request.bucket(), request.key());
    boolean writes = grant.access() == Access.READ_WRITE;
    return switch (request.operation()) {
      case LIST_OBJECTS -> lists(grant, request);
      case LIST_UPLOADS -> writes && lists(grant, request);
      // each key in the body is checked where it is deleted
      case DELETE_OBJECTS -> writes && grant.bucket().equals(request.bucket());
      case READ_OBJECT -> covered;
      case LIST_PARTS,
          PUT_OBJECT,
          DELETE_OBJECT,
          START_UPLOAD,
          UPLOAD_PART,
          COMPLETE_UPLOAD,
          ABORT_UPLOAD ->
          writes && covered;
      case COPY_OBJECT, COPY_PART ->
          writes && covered && request.source().filter(source -> reads(grant, source)).isPresent();
      case LIST_BUCKETS, BUCKET, OTHER -> false;
    };
  }

  private static boolean reads(Scoped grant, Source source) {
    return grant.covers(source.bucket(), source.key());
  }

  /**
   * Below the prefix; or exactly the prefix without its slash, as S3 clients show a directory,
   * which {@link GrantedBlobStore} narrows to the prefix.
   */
  private static boolean lists(Scoped grant, ObjectRequest request) {
    return grant.bucket().equals(request.bucket())
        && (request.prefix() + "/").startsWith(grant.prefix());
  }
}

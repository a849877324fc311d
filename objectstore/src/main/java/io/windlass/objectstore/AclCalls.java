package io.windlass.objectstore;

import io.windlass.foundation.WindlassException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectAclResponse;
import software.amazon.awssdk.services.s3.model.OwnershipControls;
import software.amazon.awssdk.services.s3.model.Type;

/** {@link ObjectAcls} by the SDK. */
final class AclCalls implements ObjectAcls {
  private final S3Client s3;

  AclCalls(S3Client s3) {
    this.s3 = s3;
  }

  @Override
  public Acl get(ObjectId id) {
    StoreCall asked = StoreCall.onObject(action("s3:GetObject", id), id);
    try {
      GetObjectAclResponse answer =
          s3.getObjectAcl(call -> {
            call.bucket(id.bucket()).key(id.key());
            id.versionId().ifPresent(call::versionId);
          });
      if (answer.owner() == null || answer.owner().id() == null) {
        throw Failures.unsupported(asked);
      }
      return new Acl(
          answer.owner().id(),
          answer.grants().stream()
              .map(grant -> new Grant(grantee(grant.grantee()), grant.permissionAsString()))
              .toList());
    } catch (SdkException e) {
      throw Failures.of(e, asked);
    }
  }

  private static Grantee grantee(software.amazon.awssdk.services.s3.model.Grantee grantee) {
    return switch (grantee.type()) {
      case GROUP -> new Grantee.Group(grantee.uri());
      case AMAZON_CUSTOMER_BY_EMAIL -> new Grantee.Email(grantee.emailAddress());
      case CANONICAL_USER, UNKNOWN_TO_SDK_VERSION ->
          new Grantee.Account(grantee.id(), Optional.ofNullable(grantee.displayName()));
    };
  }

  @Override
  public void put(ObjectId id, Acl acl) {
    List<software.amazon.awssdk.services.s3.model.Grant> grants =
        acl.grants().stream().map(AclCalls::grant).toList();
    try {
      s3.putObjectAcl(call -> {
        call.bucket(id.bucket())
            .key(id.key())
            .accessControlPolicy(
                policy -> policy.owner(owner -> owner.id(acl.ownerId())).grants(grants));
        id.versionId().ifPresent(call::versionId);
      });
    } catch (SdkException e) {
      throw Failures.of(e, StoreCall.onObject(action("s3:PutObject", id), id));
    }
  }

  private static software.amazon.awssdk.services.s3.model.Grant grant(Grant grant) {
    return software.amazon.awssdk.services.s3.model.Grant.builder()
        .permission(grant.permission())
        .grantee(to -> {
          switch (grant.grantee()) {
            case Grantee.Account(String id, Optional<String> name) ->
                to.type(Type.CANONICAL_USER).id(id).displayName(name.orElse(null));
            case Grantee.Group(String uri) -> to.type(Type.GROUP).uri(uri);
            case Grantee.Email(String address) ->
                to.type(Type.AMAZON_CUSTOMER_BY_EMAIL).emailAddress(address);
          }
        })
        .build();
  }

  private static String action(String stem, ObjectId id) {
    return stem + (id.versionId().isPresent() ? "VersionAcl" : "Acl");
  }

  @Override
  public Ownership ownership(String bucket) {
    StoreCall asked = StoreCall.onBucket("s3:GetBucketOwnershipControls", bucket);
    try {
      @Nullable OwnershipControls controls =
          s3.getBucketOwnershipControls(call -> call.bucket(bucket)).ownershipControls();
      if (controls == null || !controls.hasRules() || controls.rules().isEmpty()) {
        throw Failures.unsupported(asked); // some answer a listing: they do not know the question
      }
      return switch (controls.rules().getFirst().objectOwnershipAsString()) {
        case "BucketOwnerEnforced" -> Ownership.BUCKET_OWNER_ENFORCED;
        case "BucketOwnerPreferred" -> Ownership.BUCKET_OWNER_PREFERRED;
        default -> Ownership.OBJECT_WRITER;
      };
    } catch (SdkException e) {
      WindlassException failure = Failures.of(e, asked);
      if (failure instanceof StoreException none
          && none.failure().storeCode().equals("OwnershipControlsNotFoundError")) {
        return Ownership.OBJECT_WRITER;
      }
      throw failure;
    }
  }
}

package io.windlass.objectstore;

import java.util.List;
import java.util.Optional;

/**
 * The access control lists of objects. Thread-safe; failures as in {@link ObjectStore}: {@link
 * StoreFailure.Unsupported} where the store or the bucket has none.
 */
public interface ObjectAcls {
  /** Who may do what, {@code s3:GetObjectAcl}. */
  Acl get(ObjectId id);

  /** Replaces all grants, {@code s3:PutObjectAcl}. The owner must be the object's. */
  void put(ObjectId id, Acl acl);

  /** Whether lists of the bucket's objects mean anything, {@code s3:GetBucketOwnershipControls}. */
  Ownership ownership(String bucket);

  /** Who owns new objects of a bucket. */
  enum Ownership {
    /** The bucket's owner, always: access control lists are off, and writes with one refused. */
    BUCKET_OWNER_ENFORCED,
    /** The bucket's owner when the writer says {@code bucket-owner-full-control}. */
    BUCKET_OWNER_PREFERRED,
    /** Whoever writes them; also where nothing was chosen. */
    OBJECT_WRITER
  }

  /**
   * A list.
   *
   * @param ownerId canonical id of the object's owner
   * @param grants who else
   */
  record Acl(String ownerId, List<Grant> grants) {
    /** Copies the list. */
    public Acl {
      grants = List.copyOf(grants);
    }
  }

  /**
   * One grant.
   *
   * @param permission {@code READ}, {@code READ_ACP}, {@code WRITE_ACP}, {@code FULL_CONTROL}
   */
  record Grant(Grantee grantee, String permission) {}

  /** Who is granted something. */
  sealed interface Grantee {
    /** An account, by its canonical id. */
    record Account(String id, Optional<String> displayName) implements Grantee {}

    /** A group that the store knows, by its URI. */
    record Group(String uri) implements Grantee {}

    /** An account, by its e-mail address. */
    record Email(String address) implements Grantee {}
  }
}

package io.windlass.transfer.collection;

import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.StoreAddress;
import java.util.Optional;

/** The buckets of a connection: {@code /bucket/key}. */
public non-sealed interface BucketStorage extends Storage {

  /**
   * Where an object is, and the store that reaches it: in the bucket's own region, with the
   * requester's credentials for the path.
   *
   * @param path of a file; for the marker of a directory, with a slash at its end
   * @throws io.windlass.foundation.WindlassException INVALID {@code root_not_writable} for the root
   *     and {@code not_an_object} for a bucket
   */
  Place at(String path);

  /**
   * The bucket of a path, and the key that everything below it begins with: empty, or with a slash
   * at its end.
   */
  Place below(String directory);

  /** Which keys sign for a path. Two with the same answer are the same keys of the same store. */
  Signer signer(String path);

  /**
   * Whether both are buckets of the same store, so that one may copy from the other by the store's
   * own means if its keys can read there. Try the destination's; a refusal is remembered best.
   */
  boolean sharesStoreWith(BucketStorage other);

  /** How its stores are spoken to, and whether with consent to pay. */
  StoreAddress address();

  /** The same with the requests counted that only look. */
  BucketStorage counting(RequestCount count);

  /**
   * One object.
   *
   * @param store stays open after the storage is closed; callers do not close it
   */
  record Place(ObjectStore store, ObjectId id) {
    /** The bucket. */
    public String bucket() {
      return id.bucket();
    }

    /** The key. */
    public String key() {
      return id.key();
    }
  }

  /** Who signs. */
  record Signer(String connectionId, Optional<String> credential) {}
}

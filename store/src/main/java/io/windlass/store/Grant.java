package io.windlass.store;

/** What a key may do in the store. */
public sealed interface Grant {

  /** Everything, buckets included. */
  record Full() implements Grant {}

  /**
   * Objects below one prefix of one bucket, and nothing else: no operation on a bucket itself, and
   * never a key whose last segment is {@code owner.txt}, as such files prove who owns a location.
   *
   * @param bucket the bucket
   * @param prefix empty for all of the bucket, otherwise with a slash at its end, so that {@code
   *     base/} never covers {@code base2/}
   * @param access what may be done with the objects
   */
  record Scoped(String bucket, String prefix, Access access) implements Grant {
    /** Refuses a prefix that would cover its siblings. */
    public Scoped {
      if (!prefix.isEmpty() && !prefix.endsWith("/")) {
        throw new IllegalArgumentException("a prefix ends with a slash: " + prefix);
      }
    }

    /** Whether a key is below the prefix and no owner file. */
    boolean covers(String otherBucket, String key) {
      return bucket.equals(otherBucket) && key.startsWith(prefix) && !isOwnerFile(key);
    }

    private static boolean isOwnerFile(String key) {
      return key.substring(key.lastIndexOf('/') + 1).equals("owner.txt");
    }
  }

  /** What may be done with objects. */
  enum Access {
    /** Get, head, list. */
    READ_ONLY,
    /** Also put, copy, delete and multipart uploads. */
    READ_WRITE
  }
}

package io.windlass.transfer.collection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.foundation.Problem;
import io.windlass.linux.FileName;
import java.util.Optional;

/**
 * A path in a collection of buckets, taken apart: {@code /bucket/key}. The key is what stands
 * behind the second slash, letter for letter.
 *
 * @param bucket empty for the root
 * @param key empty for a bucket
 */
record BucketPath(String bucket, String key) {
  /** Bytes of a key that S3 takes. */
  static final int LONGEST_KEY = 1024;

  /** Takes a path apart; INVALID {@code invalid_path} unless it begins with a slash. */
  static BucketPath of(String path) {
    Paths.requireAbsolute(path);
    int slash = path.indexOf('/', 1);
    return slash < 0
        ? new BucketPath(path.substring(1), "")
        : new BucketPath(path.substring(1, slash), path.substring(slash + 1));
  }

  boolean isRoot() {
    return bucket.isEmpty() && key.isEmpty();
  }

  boolean isBucket() {
    return !bucket.isEmpty() && key.isEmpty();
  }

  /** What keys below this directory begin with. */
  String prefix() {
    return key.isEmpty() || key.endsWith("/") ? key : key + "/";
  }

  /** The key without the slash at its end that only says that a directory is meant. */
  String objectKey() {
    return key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
  }

  /** The last segment; empty for the root. */
  String name() {
    String path = key.isEmpty() ? bucket : objectKey();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return key.isEmpty() ? "/" + bucket : "/" + bucket + "/" + key;
  }

  /** Why there can be no such key. */
  Optional<Problem> unsuitable() {
    if (bucket.isEmpty()) {
      return Optional.of(Problems.rootNotWritable());
    }
    if (!FileName.isText(bucket) || !FileName.isText(key)) {
      return Optional.of(Problems.invalidName(toString(), "It is not valid UTF-8."));
    }
    if (key.indexOf('\0') >= 0) {
      return Optional.of(Problems.invalidName(toString(), "It has a zero character in it."));
    }
    if (key.getBytes(UTF_8).length > LONGEST_KEY) {
      return Optional.of(
          Problems.invalidName(toString(), "A key has " + LONGEST_KEY + " bytes at most."));
    }
    return Optional.empty();
  }
}

package io.windlass.store;

import io.windlass.store.StoredObject.Content;
import java.io.IOException;
import java.util.Optional;

/**
 * What is current under the keys of a bucket, and changes as a whole. Bytes that nobody names any
 * more are freed, also when the process dies meanwhile. Who changes a key holds its lock.
 */
record CurrentObjects(BucketFiles files) {

  /**
   * Makes an object current.
   *
   * @param inline its bytes, when they are kept with it
   */
  void replace(StoredObject object, byte[] inline) throws IOException {
    DoubtfulBytes doubtful = new DoubtfulBytes(files);
    Optional<StoredObject> before = files.find(object.key());
    if (before.isPresent()) {
      doubtful.note(before.get().content(), object.key());
    }
    try {
      files.publish(object, inline);
    } catch (IOException | RuntimeException e) {
      if (object.content() instanceof Content.OneFile) {
        files.free(object.content());
      }
      throw e;
    }
    doubtful.forget(object.content());
    if (before.isPresent()) {
      files.free(before.get().content());
      doubtful.forget(before.get().content());
    }
  }

  /** Leaves nothing under a key; what there was. */
  Optional<StoredObject> remove(String key) throws IOException {
    Optional<StoredObject> current = files.find(key);
    if (current.isPresent()) {
      DoubtfulBytes doubtful = new DoubtfulBytes(files);
      doubtful.note(current.get().content(), key);
      files.remove(key);
      files.free(current.get().content());
      doubtful.forget(current.get().content());
    }
    return current;
  }
}

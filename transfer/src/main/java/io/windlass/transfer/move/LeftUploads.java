package io.windlass.transfer.move;

import io.windlass.transfer.collection.BucketStorage;

/** Multipart uploads that nobody goes on with. */
public final class LeftUploads {
  private LeftUploads() {}

  /** Removes an upload and its parts, also when nobody noted the id that the store gave it. */
  public static void remove(BucketStorage storage, String path, UploadLedger.Left left) {
    ObjectParts.remove(storage.at(path), left);
  }
}

package io.windlass.transfer;

import io.windlass.foundation.WindlassException;
import io.windlass.transfer.collection.BucketStorage;
import io.windlass.transfer.collection.DirectoryStorage;
import io.windlass.transfer.collection.Storage;
import io.windlass.transfer.move.LeftUploads;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes multipart uploads and unfinished files that nobody goes on with. */
final class UploadSweep {
  private static final Logger log = LoggerFactory.getLogger(UploadSweep.class);
  private static final int MOST = 1000;

  private final Engine engine;

  UploadSweep(Engine engine) {
    this.engine = engine;
  }

  /** Those of transfers that have ended. */
  void run() {
    remove(engine.uploads().left(MOST));
  }

  /** All of a transfer on which nobody works any more. */
  void of(UUID transfer) {
    remove(engine.uploads().of(transfer));
  }

  /** What cannot be removed now stays for the next time. */
  private void remove(List<Uploads.Row> rows) {
    for (Uploads.Row row : rows) {
      try (Storage storage = engine.open(row.collection(), row.requester(), false)) {
        switch (storage) {
          case BucketStorage bucket -> LeftUploads.remove(bucket, row.path(), row.left());
          case DirectoryStorage directory ->
              row.uploadId().ifPresent(name -> directory.discard(row.path(), name));
        }
        engine.uploads().forget(row.id());
      } catch (WindlassException e) {
        if (e.problem().code().equals("bucket_not_found")
            || e.problem().code().equals("collection_not_found")) {
          engine.uploads().forget(row.id());
        } else {
          log.info("An upload of transfer {} stays for now: {}", row.transferId(), e.getMessage());
        }
      }
    }
  }
}

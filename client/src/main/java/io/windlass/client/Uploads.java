package io.windlass.client;

import io.windlass.client.model.CompleteUpload;
import io.windlass.client.model.Download;
import io.windlass.client.model.DownloadRequest;
import io.windlass.client.model.Entry;
import io.windlass.client.model.NewDownload;
import io.windlass.client.model.NewDownloads;
import io.windlass.client.model.NewUpload;
import io.windlass.client.model.NewUploads;
import io.windlass.client.model.PartDigest;
import io.windlass.client.model.PartsRequest;
import io.windlass.client.model.PresignedPart;
import io.windlass.client.model.PresignedParts;
import io.windlass.client.model.Result;
import io.windlass.client.model.SentPart;
import io.windlass.client.model.SentUpload;
import io.windlass.client.model.SentUploads;
import io.windlass.client.model.StartedUpload;
import io.windlass.client.model.Upload;
import java.util.List;
import java.util.Optional;

/** The single steps of an upload, and the addresses of downloads. Thread-safe. */
public final class Uploads {
  private final Http http;

  Uploads(Http http) {
    this.http = http;
  }

  /** Starts an upload, or answers the one under way for the same request. */
  public StartedUpload start(NewUpload upload) {
    return http.call("POST", "uploads").json(upload).as(StartedUpload.class);
  }

  /**
   * As {@link #start(NewUpload)}, of many with one request.
   *
   * @param uploads at most 500
   */
  public List<Result<StartedUpload>> start(List<NewUpload> uploads) {
    return http.call("POST", "uploads", "batch")
        .json(new NewUploads(uploads))
        .asResults(StartedUpload.class);
  }

  /**
   * As {@link #complete(String, CompleteUpload)}, of many with one request.
   *
   * @param uploads at most 500
   */
  public List<Result<Entry>> complete(List<SentUpload> uploads) {
    return http.call("POST", "uploads", "batch", "complete")
        .json(new SentUploads(uploads))
        .asResults(Entry.class);
  }

  /** How far an upload is. */
  public Upload get(String id) {
    return http.call("GET", "uploads", id).as(Upload.class);
  }

  /** Where to send parts. */
  public List<PresignedPart> presign(String id, List<PartDigest> parts) {
    return http.call("POST", "uploads", id, "parts")
        .json(new PartsRequest(parts))
        .as(PresignedParts.class)
        .parts();
  }

  /** Says that the store has taken a part. */
  public void sent(String id, int number, String md5) {
    http.call("PUT", "uploads", id, "parts", number).json(new SentPart(md5)).send();
  }

  /**
   * Makes the file. A second call answers the same.
   *
   * @param digests that were not known at the start
   */
  public Entry complete(String id, CompleteUpload digests) {
    return http.call("POST", "uploads", id, "complete").json(digests).as(Entry.class);
  }

  /** Gives an upload up and removes its parts. */
  public void cancel(String id) {
    http.call("DELETE", "uploads", id).send();
  }

  /** Where the content of a file is read. */
  public Download download(long entryId, Optional<Long> version) {
    return http.call("POST", "entries", entryId, "download")
        .json(new DownloadRequest(version))
        .as(Download.class);
  }

  /**
   * As {@link #download(long, Optional)}, of many with one request.
   *
   * @param downloads at most 500
   */
  public List<Result<Download>> download(List<NewDownload> downloads) {
    return http.call("POST", "downloads", "batch")
        .json(new NewDownloads(downloads))
        .asResults(Download.class);
  }
}

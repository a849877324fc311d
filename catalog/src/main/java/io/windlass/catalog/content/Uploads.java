package io.windlass.catalog.content;

import io.windlass.catalog.Catalog;
import io.windlass.catalog.Entry;
import io.windlass.catalog.StoredFile;
import io.windlass.catalog.identity.Caller;
import io.windlass.connection.location.Locations;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Uploads that go straight from the caller to the store: Windlass decides, signs and verifies, the
 * bytes never pass through it. Thread-safe; any number of nodes may share one database.
 *
 * <p>Objects get the key {@code [baseKey/]<userId>/<uuid>/<fileName>}. Only who started an upload
 * may go on with it ({@code FORBIDDEN}, {@code not_your_upload}).
 */
public final class Uploads {
  /** Uploads into what the catalog holds. */
  public Uploads(Jdbi jdbi, Catalog catalog, Locations locations, InstantSource clock) {}

  /** Starts an upload, or goes on with an equal one; see {@link NewUpload}. */
  public Upload start(Caller caller, NewUpload upload) {
    return yet();
  }

  /** An upload as it stands. */
  public Upload status(Caller caller, String uploadId) {
    return yet();
  }

  /**
   * Signed requests for parts, good for 15 minutes. A single PUT is part 1. Asking again for a part
   * is allowed at any time; what is sent last counts.
   *
   * @param parts at most 1,000
   */
  public List<SignedPart> presignParts(Caller caller, String uploadId, List<PartToSign> parts) {
    return yet();
  }

  /**
   * Says that a part has been sent. Whether the store has it, with these bytes, is asked of the
   * store; if not, the answer says why, and the part is to be sent again.
   *
   * @param digest MD5 of the part in hex; of a copied part, the ETag that the store answered
   */
  public AddedPart addPart(Caller caller, String uploadId, int number, String digest) {
    return yet();
  }

  /**
   * Makes the object of the parts and registers it as a stored file of the caller. All parts must
   * be there with their sizes and digests ({@code parts_missing}). A second call answers the same.
   *
   * @param digests of the whole, where they were not known at the start
   */
  public StoredFile complete(Caller caller, String uploadId, Digests digests) {
    return yet();
  }

  /**
   * As {@link #complete}, and makes the stored file a file of the folder that was the upload's
   * target, or a new version of the file that is there. A second call answers the same entry.
   */
  public Entry completeInFolder(Caller caller, String uploadId, Digests digests) {
    return yet();
  }

  /** Gives an upload up and frees its parts. Nothing happens when that is done already. */
  public void cancel(Caller caller, String uploadId) {
    Uploads.<Upload>yet();
  }

  @SuppressWarnings("TypeParameterUnusedInFormals")
  private static <T> T yet() {
    throw new IllegalStateException("not there yet");
  }

  /**
   * Digests of a whole content, hex.
   *
   * @param md5 where known
   * @param sha256 where known
   */
  public record Digests(Optional<String> md5, Optional<String> sha256) {
    /** Nothing is known. */
    public static final Digests NONE = new Digests(Optional.empty(), Optional.empty());
  }
}

package io.windlass.connection.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.connection.policy.PolicyPrinter;
import io.windlass.connection.verification.Checks.Need;
import io.windlass.connection.verification.Checks.Weight;
import io.windlass.foundation.Ids;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.ByteRange;
import io.windlass.objectstore.ObjectStore.Deleted;
import io.windlass.objectstore.ObjectStore.ObjectContent;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectStore.Written;
import io.windlass.objectstore.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;

/** An object of a name that nobody else has, to try out what may be done with objects. */
final class ProbeObject {
  private static final String NAME = ".windlass-probe-";

  private final ObjectStore store;
  private final Checks checks;
  private final String objects;
  private final ObjectId probe;

  ProbeObject(ObjectStore store, Checks checks, String bucket, String prefix) {
    this.store = store;
    this.checks = checks;
    this.objects = PolicyPrinter.objectsArn(bucket, prefix);
    this.probe = ObjectId.of(bucket, prefix + NAME + Ids.random(16));
  }

  /** Reads one byte of what is there; writes nothing. */
  void readExisting(Optional<String> someKey) {
    skipAll("only reading was asked for", need("put", "s3:PutObject"), encryption());
    read(someKey.map(key -> ObjectId.of(probe.bucket(), key)), new byte[0]);
    skipAll(
        "only reading was asked for",
        need("multipart", "s3:PutObject"),
        parts(),
        abort(),
        need("delete", "s3:DeleteObject"));
  }

  /** Writes the probe, reads it, starts and ends a multipart upload, deletes. */
  void writeReadDelete(Optional<String> someKey) {
    byte[] content = ("probe of Windlass " + Ids.random(16)).getBytes(UTF_8);
    Optional<Written> written =
        checks.attempt(
            need("put", "s3:PutObject"),
            Weight.NEEDED,
            () -> store.put(probe, WriteOptions.NONE, Body.of(content)),
            _ -> "");
    if (written.isPresent()) {
      checks.allow(encryption(), written.get().encryption().orElse("none told"));
      read(Optional.of(probe), content);
    } else {
      checks.skip(encryption(), "nothing could be written");
      read(someKey.map(key -> ObjectId.of(probe.bucket(), key)), new byte[0]);
    }
    multipart();
    delete(written);
  }

  private void skipAll(String why, Need... needs) {
    for (Need need : needs) {
      checks.skip(need, why);
    }
  }

  /** Head and get; with expected content the bytes are compared. */
  private void read(Optional<ObjectId> object, byte[] expected) {
    Need head = need("head", "s3:GetObject");
    Need get = need("get", "s3:GetObject");
    if (object.isEmpty()) {
      checks.skip(head, "there is no object to look at");
      checks.skip(get, "there is no object to read");
      return;
    }
    checks.attempt(
        head, Weight.NEEDED, () -> store.head(object.get()), facts -> facts.size() + " bytes");
    Optional<byte[]> bytes =
        checks.attempt(get, Weight.NEEDED, () -> content(object.get(), expected.length), _ -> "");
    if (expected.length > 0 && bytes.isPresent() && !Arrays.equals(bytes.get(), expected)) {
      checks.fail(
          new Need("content", "s3:GetObject", objects),
          Problem.of(
                  Kind.STORE_REFUSED,
                  "content_changed",
                  "The store gave back other bytes than were written.")
              .withRemedy("Do not use this store, or the proxy in front of it, for data."));
    }
  }

  private byte[] content(ObjectId object, int length) {
    Optional<ByteRange> range = length == 0 ? Optional.of(new ByteRange(0, 0)) : Optional.empty();
    try (ObjectContent content = open(object, range)) {
      return content.stream().readNBytes(Math.max(1, length) + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An empty object has no first byte; asking for all of it does no harm. */
  private ObjectContent open(ObjectId object, Optional<ByteRange> range) {
    boolean empty = range.isPresent() && store.head(object).size() == 0;
    return store.get(object, empty ? Optional.empty() : range, Optional.empty());
  }

  private void multipart() {
    Optional<String> upload =
        checks.attempt(
            need("multipart", "s3:PutObject"),
            Weight.NEEDED,
            () -> store.startMultipart(probe, WriteOptions.NONE),
            _ -> "");
    if (upload.isEmpty()) {
      skipAll("no upload could be started", parts(), abort());
      return;
    }
    checks.attempt(parts(), Weight.WISHED, () -> store.parts(probe, upload.get()), _ -> "");
    checks.run(abort(), Weight.NEEDED, () -> store.abortMultipart(probe, upload.get()));
  }

  private void delete(Optional<Written> written) {
    Optional<Deleted> deleted =
        checks.attempt(
            need("delete", "s3:DeleteObject"),
            Weight.NEEDED,
            () -> store.delete(probe),
            _ -> written.isPresent() ? "" : "tried on a name that nobody has");
    if (deleted.isPresent()) {
      // In a bucket with versions the delete made a marker, and the bytes are still there.
      deleted.filter(Deleted::marker).flatMap(Deleted::versionId).ifPresent(this::remove);
      written.flatMap(Written::versionId).ifPresent(this::remove);
    } else if (written.isPresent()) {
      checks.remedyLast(
          "Allow the deletion, or verify with read-only checks; the probe object "
              + probe.key()
              + " was left behind.",
          Optional.empty());
    }
  }

  private void remove(String versionId) {
    try {
      store.delete(new ObjectId(probe.bucket(), probe.key(), Optional.of(versionId)));
    } catch (StoreException e) {
      checks.warn(
          need("delete-version", "s3:DeleteObjectVersion"),
          e.problem()
              .withRemedy("Delete the versions of " + probe.key() + ", or let these keys do so."));
    }
  }

  private Need parts() {
    return need("multipart-parts", "s3:ListMultipartUploadParts");
  }

  private Need abort() {
    return need("multipart-abort", "s3:AbortMultipartUpload");
  }

  private Need encryption() {
    return new Need("encryption", "s3:PutObject", objects);
  }

  private Need need(String name, String action) {
    return new Need(name, action, objects);
  }
}

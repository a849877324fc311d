package io.windlass.connection.location;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.ObjectContent;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The proof that somebody owns a bucket: only an owner can have put a file there that names them.
 * It counts exactly at the base key and nowhere below, since others may write there.
 */
final class OwnerFile {
  private static final String NAME = "owner.txt";
  private static final int MOST_LINES = 100;
  private static final int MOST_BYTES = 64 * 1024;
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private OwnerFile() {}

  /** Returns when the owner file names the owner, and fails otherwise. */
  static void prove(ObjectStore store, Location location, Owner owner) {
    ObjectId file = ObjectId.of(location.bucket(), location.prefix() + NAME);
    List<String> names = identifiers(read(store, file));
    if (names.isEmpty()) {
      throw refused(file, "owner_file_empty", "is empty", owner);
    }
    if (names.stream().noneMatch(owner.names()::contains)) {
      throw refused(file, "owner_file_mismatch", "names somebody else", owner);
    }
  }

  /** Comma-separated identifiers of the first hundred lines, in lower case. */
  static List<String> identifiers(byte[] content) {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(new ByteArrayInputStream(content), UTF_8));
    return lines
        .lines()
        .limit(MOST_LINES)
        .flatMap(line -> Arrays.stream(line.replace(BYTE_ORDER_MARK, "").split(",")))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static byte[] read(ObjectStore store, ObjectId file) {
    try (ObjectContent content = store.get(file, Optional.empty(), Optional.empty())) {
      return content.stream().readNBytes(MOST_BYTES);
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.NoSuchObject) {
        throw Problem.of(
                Kind.INVALID,
                "owner_file_missing",
                "There is no object " + file.key() + " in bucket " + file.bucket() + ".")
            .withRemedy(
                "Put a text file there that holds your user name, to prove that the bucket is"
                    + " yours.")
            .toException(e);
      }
      throw e;
    } catch (IOException e) {
      throw Problem.of(
              Kind.UNAVAILABLE,
              "store_unreachable",
              "The store broke off while " + file.key() + " was read.")
          .toException(e);
    }
  }

  private static WindlassException refused(ObjectId file, String code, String fault, Owner owner) {
    return Problem.of(
            Kind.INVALID,
            code,
            "The object " + file.key() + " in bucket " + file.bucket() + " " + fault + ".")
        .withRemedy(
            "Write your user name or your user id, "
                + owner.id()
                + ", into it, on a line of its"
                + " own.")
        .toException();
  }
}

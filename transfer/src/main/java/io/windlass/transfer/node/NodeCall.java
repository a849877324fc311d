package io.windlass.transfer.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.transfer.collection.Item;
import io.windlass.transfer.collection.Storage.Doomed;
import io.windlass.transfer.collection.Storage.Walked;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call to the node that has a directory.
 *
 * @param operation what to do
 * @param directory id of the file system
 * @param path in it
 * @param to of renames; of an attribute its name
 * @param after of walks and listings: only what comes behind this sort key
 * @param follow whether a walk follows symbolic links
 * @param offset of reads
 * @param length of reads
 * @param most of renames
 * @param doomed of deletions
 */
record NodeCall(
    Operation operation,
    String directory,
    String path,
    @Nullable String to,
    @Nullable String after,
    boolean follow,
    long offset,
    long length,
    int most,
    List<Doomed> doomed) {

  /** What can be done from another node. */
  enum Operation {
    WALK,
    LIST,
    STAT,
    OPEN,
    ATTRIBUTE,
    READ,
    MAKE_DIRECTORY,
    DELETE,
    RENAME
  }

  static NodeCall of(Operation operation, String directory, String path) {
    return new NodeCall(operation, directory, path, null, null, false, 0, 0, 0, List.of());
  }

  /**
   * One line of an answer. Names may have half characters that stand for bytes, so that nothing but
   * ASCII is written.
   *
   * @param item something found, or looked at
   * @param name of what cannot be looked at, or was not deleted; or a value in base64
   * @param directory whether that is a directory
   * @param problem why
   * @param yes what an operation answers
   * @param end nothing comes behind this line
   */
  record Line(
      @Nullable ItemLine item,
      @Nullable String name,
      boolean directory,
      @Nullable ProblemLine problem,
      boolean yes,
      boolean end) {
    static final Line END = new Line(null, null, false, null, false, true);

    static Line of(Item item) {
      return new Line(ItemLine.of(item), null, false, null, false, false);
    }

    static Line of(String name, boolean directory, Problem problem) {
      return new Line(null, name, directory, ProblemLine.of(problem), false, false);
    }

    static Line failure(Problem problem) {
      return new Line(null, null, false, ProblemLine.of(problem), false, true);
    }

    static Line answer(boolean yes) {
      return new Line(null, null, false, null, yes, false);
    }

    /** A value; {@code yes} where there is one. */
    static Line of(Optional<byte[]> value) {
      return value
          .map(bytes ->
              new Line(null, Base64.getEncoder().encodeToString(bytes), false, null, true, false))
          .orElseGet(() -> answer(false));
    }

    Optional<byte[]> value() {
      return yes ? Optional.of(Base64.getDecoder().decode(known(name))) : Optional.empty();
    }

    static Line of(Walked walked) {
      return switch (walked) {
        case Walked.Found(Item found) -> of(found);
        case Walked.Unreadable(String name, boolean directory, Problem problem) ->
            of(name, directory, problem);
      };
    }

    Walked walked() {
      return item != null
          ? new Walked.Found(item.item())
          : new Walked.Unreadable(known(name), directory, known(problem).problem());
    }

    static <T> T known(@Nullable T value) {
      if (value == null) {
        throw new IllegalArgumentException("a node answers in another form");
      }
      return value;
    }
  }

  /** An entry of a directory. */
  record ItemLine(
      String name,
      Item.Type type,
      long size,
      @Nullable String modifiedAt,
      @Nullable String linkTarget,
      @Nullable Integer mode,
      @Nullable String user,
      @Nullable String group) {
    static ItemLine of(Item item) {
      return new ItemLine(
          item.name(),
          item.type(),
          item.size(),
          item.modifiedAt().map(Instant::toString).orElse(null),
          item.linkTarget().orElse(null),
          item.mode().orElse(null),
          item.user().orElse(null),
          item.group().orElse(null));
    }

    Item item() {
      return new Item(
          name,
          type,
          size,
          Optional.ofNullable(modifiedAt).map(Instant::parse),
          Optional.ofNullable(linkTarget),
          Optional.ofNullable(mode),
          Optional.ofNullable(user),
          Optional.ofNullable(group),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }

  /** A problem. */
  record ProblemLine(Kind kind, String code, String message, @Nullable String remedy) {
    static ProblemLine of(Problem problem) {
      return new ProblemLine(
          problem.kind(), problem.code(), problem.message(), problem.remedy().orElse(null));
    }

    Problem problem() {
      return new Problem(kind, code, message, Optional.ofNullable(remedy));
    }
  }

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  static byte[] write(Object document) {
    try {
      return JSON.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record can be written", e);
    }
  }

  static NodeCall read(byte[] document) throws IOException {
    return JSON.readValue(document, NodeCall.class);
  }

  static Line readLine(byte[] document) throws IOException {
    return JSON.readValue(document, Line.class);
  }
}

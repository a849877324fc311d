package io.windlass.server.api;

import io.windlass.catalog.Access;
import io.windlass.catalog.AccessList;
import io.windlass.catalog.BatchResult;
import io.windlass.catalog.Entry;
import io.windlass.catalog.FileVersion;
import io.windlass.catalog.StoredFile;
import io.windlass.catalog.TrashedEntry;
import io.windlass.client.model.AccessGrant;
import io.windlass.client.model.Page;
import io.windlass.client.model.Project;
import io.windlass.client.model.Result;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the catalog says, in the words of the native API. */
final class CatalogRecords {
  private CatalogRecords() {}

  static io.windlass.client.model.Entry entry(Entry entry, Optional<String> path) {
    return new io.windlass.client.model.Entry(
        entry.id(),
        word(entry.type()),
        entry.parentId(),
        entry.projectId(),
        entry.name(),
        path,
        entry.etag(),
        entry.description(),
        entry.guid(),
        entry.alias(),
        entry.region(),
        entry.createdBy(),
        entry.createdAt(),
        entry.modifiedBy(),
        entry.modifiedAt(),
        entry.version().map(CatalogRecords::version));
  }

  static io.windlass.client.model.FileVersion version(FileVersion version) {
    return new io.windlass.client.model.FileVersion(
        version.number(),
        version.label(),
        version.comment(),
        file(version.file()),
        version.latest(),
        version.createdBy(),
        version.createdAt());
  }

  /** What became of one thing of several. */
  static <T, R> Result<R> result(BatchResult<T> one, Function<T, R> record) {
    try {
      return new Result<>(Optional.of(record.apply(one.orElseThrow())), Optional.empty());
    } catch (WindlassException e) {
      return failed(e);
    }
  }

  /** One thing of several that failed. */
  static <R> Result<R> failed(WindlassException failure) {
    return new Result<>(
        Optional.empty(), Optional.of(ConnectionRecords.problem(failure.problem())));
  }

  static Project project(Entry entry) {
    return new Project(
        entry.id(),
        entry.name(),
        entry.guid().orElseThrow(),
        entry.alias(),
        entry.region(),
        entry.description(),
        entry.etag(),
        entry.createdBy(),
        entry.createdAt(),
        entry.modifiedAt());
  }

  static io.windlass.client.model.TrashedEntry trashed(TrashedEntry trashed) {
    return new io.windlass.client.model.TrashedEntry(
        trashed.entry().id(),
        word(trashed.entry().type()),
        trashed.entry().name(),
        trashed.entry().parentId(),
        trashed.trashedBy(),
        trashed.trashedAt());
  }

  static io.windlass.client.model.AccessList accessList(
      AccessList list, long askedFor, Map<Long, String> names) {
    return new io.windlass.client.model.AccessList(
        Optional.of(list.entryId()),
        list.entryId() != askedFor,
        Optional.of(list.etag()),
        list.grants().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(grant ->
                new AccessGrant(
                    grant.getKey(),
                    Optional.ofNullable(names.get(grant.getKey())),
                    words(grant.getValue())))
            .toList());
  }

  static Map<Long, Set<Access>> grants(List<AccessGrant> grants) {
    return grants.stream()
        .collect(
            Collectors.toMap(
                AccessGrant::principalId,
                grant -> access(grant.access()),
                (one, other) -> {
                  throw Problem.of(
                          Kind.INVALID,
                          "principal_repeated",
                          "A user or group stands in the access list twice.")
                      .toException();
                }));
  }

  /** One constant of an enum by its lower-case word; refused when there is none. */
  static <E extends Enum<E>> E byWord(Class<E> type, String what, String word) {
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equals(word)) {
        return constant;
      }
    }
    throw Problem.of(Kind.INVALID, "unknown_" + what, "There is no " + what + " of that name.")
        .withRemedy(
            "Use one of " + String.join(", ", words(List.of(type.getEnumConstants()))) + ".")
        .toException();
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static List<String> words(Collection<? extends Enum<?>> constants) {
    return constants.stream().sorted().map(CatalogRecords::word).toList();
  }

  static <T, R> Page<R> page(List<T> items, Optional<String> nextCursor, Function<T, R> record) {
    return new Page<>(items.stream().map(record).toList(), nextCursor);
  }

  static Set<Access> access(List<String> words) {
    EnumSet<Access> set = EnumSet.noneOf(Access.class);
    words.forEach(word -> set.add(byWord(Access.class, "access", word)));
    return set;
  }

  private static io.windlass.client.model.StoredFile file(StoredFile file) {
    return new io.windlass.client.model.StoredFile(
        file.id(),
        file.locationId(),
        file.bucket(),
        file.key(),
        file.versionId(),
        file.storeEtag(),
        file.size(),
        file.md5(),
        file.sha256(),
        file.contentType(),
        file.fileName());
  }
}

package io.windlass.catalog.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.catalog.BatchResult;
import io.windlass.catalog.Entry;
import io.windlass.catalog.EntryName;
import io.windlass.catalog.FileVersion;
import io.windlass.catalog.StoredFile;
import io.windlass.catalog.content.Upload.State;
import io.windlass.catalog.content.UploadTargets.Target;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.connection.location.Location;
import io.windlass.foundation.Ids;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes uploads of what callers ask for: where the bytes go and how they are cut. Thread-safe. */
final class UploadPlanner {
  private static final long USUAL_PART = 16 * PartPlan.MIB;
  private static final long USUAL_COPIED_PART = 100 * PartPlan.MIB;
  private static final int MAX_KEY_BYTES = 1024;
  private static final String DEFAULT_TYPE = "application/octet-stream";

  private final UploadTargets targets;
  private final CopySource sources;
  private final InstantSource clock;

  UploadPlanner(UploadTargets targets, CopySource sources, InstantSource clock) {
    this.targets = targets;
    this.sources = sources;
    this.clock = clock;
  }

  /**
   * An upload that is not begun yet.
   *
   * @param sameContent the file that it would give a new version, where that has the same bytes
   */
  record Plan(UploadRow row, Optional<Entry> sameContent) {}

  /** Refuses what the caller may not do. */
  Plan planned(Caller caller, NewUpload upload) {
    return switch (upload) {
      case NewUpload.Content content -> planned(caller, content);
      case NewUpload.Copy copy -> planned(caller, copy);
    };
  }

  /** Whether the file surely has these bytes: SHA-256 counts, MD5 only where there is none. */
  private static boolean holds(Entry entry, Optional<String> md5, Optional<String> sha256) {
    return entry
        .version()
        .map(FileVersion::file)
        .filter(file ->
            (file.sha256().isPresent() && sha256.isPresent())
                ? file.sha256().equals(sha256)
                : (file.md5().isPresent() && file.md5().equals(md5)))
        .isPresent();
  }

  private Plan planned(Caller caller, NewUpload.Content content) {
    String fileName = EntryName.checked(content.fileName());
    return planned(caller, content, targets.resolve(caller, content.target(), fileName));
  }

  /**
   * As {@link #planned(Caller, NewUpload)}, of many; what is to be asked of a folder is asked once.
   */
  List<BatchResult<Plan>> planned(Caller caller, List<NewUpload.Content> contents) {
    Map<Long, Set<String>> names = new HashMap<>();
    for (NewUpload.Content content : contents) {
      if (content.target() instanceof UploadTarget.Folder(long id, UploadTarget.IfThere _)) {
        names.computeIfAbsent(id, _ -> new HashSet<>()).add(content.fileName().strip());
      }
    }
    Map<Long, BatchResult<UploadTargets.OpenFolder>> folders = new HashMap<>();
    names.forEach(
        (id, wanted) -> folders.put(id, BatchResult.of(() -> targets.folder(caller, id, wanted))));
    return contents.stream()
        .map(content -> BatchResult.of(() -> planned(caller, content, folders)))
        .toList();
  }

  private Plan planned(
      Caller caller,
      NewUpload.Content content,
      Map<Long, BatchResult<UploadTargets.OpenFolder>> folders) {
    String fileName = EntryName.checked(content.fileName());
    Target target =
        switch (content.target()) {
          case UploadTarget.Folder(long id, UploadTarget.IfThere ifThere) ->
              folders
                  .getOrDefault(id, BatchResult.failed(UploadProblems.notAFolder(id)))
                  .orElseThrow()
                  .target(fileName, ifThere);
          case UploadTarget.AtLocation other -> targets.resolve(caller, other, fileName);
        };
    return planned(caller, content, target);
  }

  /** As {@link #planned(Caller, NewUpload)}, to a target that is found for its checked name. */
  Plan planned(Caller caller, NewUpload.Content content, Target target) {
    String fileName = EntryName.checked(content.fileName());
    PartPlan plan = PartPlan.of(content.size(), content.form(), content.partSize(), USUAL_PART);
    Optional<String> md5 = ContentDigests.md5(content.md5());
    Optional<String> sha256 = ContentDigests.sha256(content.sha256());
    UploadRow row =
        row(
            caller,
            target,
            plan,
            fileName,
            content.contentType().filter(type -> !type.isBlank()).orElse(DEFAULT_TYPE),
            md5,
            sha256,
            Optional.empty());
    return new Plan(row, target.replaced().filter(entry -> holds(entry, md5, sha256)));
  }

  private Plan planned(Caller caller, NewUpload.Copy copy) {
    caller.require(Scope.DOWNLOAD);
    StoredFile file = sources.find(caller, copy);
    String fileName = EntryName.checked(copy.fileName().orElse(file.fileName()));
    Target target = targets.resolve(caller, copy.target(), fileName);
    if (target.location().ownerId() != caller.user().id() && !caller.administrator()) {
      throw UploadProblems.locationDenied(target.location().id());
    }
    PartPlan plan =
        PartPlan.of(
            file.size(), Optional.of(UploadForm.MULTIPART), copy.partSize(), USUAL_COPIED_PART);
    UploadRow row =
        row(
            caller,
            target,
            plan,
            fileName,
            file.contentType(),
            file.md5(),
            file.sha256(),
            Optional.of(sources.check(file, target.location())));
    return new Plan(row, Optional.empty());
  }

  private UploadRow row(
      Caller caller,
      Target target,
      PartPlan plan,
      String fileName,
      String contentType,
      Optional<String> md5,
      Optional<String> sha256,
      Optional<CopySource.Source> source) {
    Location location = target.location();
    Instant now = clock.instant();
    return new UploadRow(
        Ids.create("upl_"),
        requestHash(target, plan, fileName, contentType, md5, sha256, source),
        State.UPLOADING,
        plan.form(),
        caller.user().id(),
        now,
        now,
        target.folderId(),
        target.newVersion(),
        location.id(),
        location.bucket(),
        newKey(location, caller.user().id(), fileName),
        Optional.empty(),
        fileName,
        contentType,
        plan.size(),
        plan.partSize(),
        plan.count(),
        md5,
        sha256,
        source.map(found -> found.file().id()),
        source.map(found -> found.facts().etag()),
        Optional.empty(),
        Optional.empty());
  }

  private static String newKey(Location location, long userId, String fileName) {
    String key = location.prefix() + userId + "/" + UUID.randomUUID() + "/" + fileName;
    if (key.getBytes(UTF_8).length > MAX_KEY_BYTES) {
      throw UploadProblems.keyTooLong();
    }
    return key;
  }

  /** The same for two requests that ask for the same; each part carries its length. */
  private static String requestHash(
      Target target,
      PartPlan plan,
      String fileName,
      String contentType,
      Optional<String> md5,
      Optional<String> sha256,
      Optional<CopySource.Source> source) {
    String text =
        Stream.of(
                target.location().id(),
                target.folderId(),
                target.newVersion(),
                plan,
                fileName,
                contentType,
                md5,
                sha256,
                source.map(found -> found.file().id() + " " + found.facts().etag()))
            .map(String::valueOf)
            .map(part -> part.length() + ":" + part)
            .collect(Collectors.joining());
    return ContentDigests.sha256Of(text);
  }
}

package io.windlass.catalog.content;

import io.windlass.catalog.Access;
import io.windlass.catalog.AccessLists;
import io.windlass.catalog.Catalog;
import io.windlass.catalog.EffectiveLocation;
import io.windlass.catalog.Entries;
import io.windlass.catalog.Entry;
import io.windlass.catalog.EntryChange;
import io.windlass.catalog.EntryType;
import io.windlass.catalog.LocationSettings;
import io.windlass.catalog.NewFile;
import io.windlass.catalog.content.UploadTarget.IfThere;
import io.windlass.catalog.identity.Caller;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import io.windlass.foundation.WindlassException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where uploads may go, and what becomes of them there. Thread-safe. */
final class UploadTargets {
  private final Entries entries;
  private final AccessLists accessLists;
  private final LocationSettings settings;
  private final Locations locations;

  UploadTargets(Catalog catalog, Locations locations) {
    this.entries = catalog.entries();
    this.accessLists = catalog.accessLists();
    this.settings = catalog.locationSettings();
    this.locations = locations;
  }

  /**
   * A target that the caller may upload to.
   *
   * @param folderId where a file is to be made, if so
   * @param newVersion whether one that is there gets a new version
   * @param replaced the one that is there
   */
  record Target(
      Location location, Optional<Long> folderId, boolean newVersion, Optional<Entry> replaced) {}

  /** Refuses what the caller may not do, and names that are taken, before a byte is sent. */
  Target resolve(Caller caller, UploadTarget target, String fileName) {
    return switch (target) {
      case UploadTarget.Folder(long entryId, IfThere ifThere) ->
          folder(caller, entryId, List.of(fileName)).target(fileName, ifThere);
      case UploadTarget.AtLocation(long locationId) -> {
        Location location = location(locationId);
        if (!settings.mayWriteTo(caller, locationId)) {
          throw UploadProblems.locationDenied(locationId);
        }
        yield new Target(location, Optional.empty(), false, Optional.empty());
      }
    };
  }

  /**
   * A folder that the caller may upload to, and what is there of the names.
   *
   * @throws WindlassException where the caller may not, or it is none
   */
  OpenFolder folder(Caller caller, long entryId, Collection<String> names) {
    EffectiveLocation effective =
        settings
            .ofContainer(caller, entryId, Access.READ, Access.CREATE)
            .orElseThrow(() -> UploadProblems.notAFolder(entryId));
    return new OpenFolder(
        caller,
        entryId,
        location(effective.locationId()),
        entries.childrenOf(caller, entryId, names));
  }

  /** A folder that a caller may upload to. For one thread. */
  final class OpenFolder {
    private final Caller caller;
    private final long id;
    private final Location location;
    private final Map<String, Entry> there;

    /** What lists say is asked once. */
    private final Set<Long> writable = new HashSet<>();

    private OpenFolder(Caller caller, long id, Location location, Map<String, Entry> there) {
      this.caller = caller;
      this.id = id;
      this.location = location;
      this.there = there;
    }

    /**
     * Where a file goes.
     *
     * @param name one of those that the folder was asked for
     */
    Target target(String name, IfThere ifThere) {
      boolean newVersion = ifThere == IfThere.NEW_VERSION;
      Optional<Entry> replaced = Optional.ofNullable(there.get(name));
      replaced.ifPresent(entry -> {
        requireFile(entry, name, newVersion);
        if (!writable.contains(entry.benefactorId())) {
          accessLists.require(caller, entry.id(), Access.UPDATE);
          writable.add(entry.benefactorId());
        }
      });
      return new Target(location, Optional.of(id), newVersion, replaced);
    }
  }

  /** Makes the stored file a file of the folder, or a new version of the one that is there. */
  Entry file(Caller caller, long folderId, String name, boolean newVersion, long storedFileId) {
    Optional<Entry> there = replaceable(caller, folderId, name, newVersion);
    if (there.isEmpty()) {
      return entries.createFile(caller, NewFile.named(folderId, name, storedFileId));
    }
    return entries.update(
        caller, EntryChange.of(there.get().id()).withStoredFileId(storedFileId).withNewVersion());
  }

  /** Whether the file is live in this folder, under this name, and has this stored file on top. */
  boolean isLatest(Caller caller, long folderId, String name, long entryId, long storedFileId) {
    return entries
        .childNamed(caller, Optional.of(folderId), name)
        .filter(entry -> entry.id() == entryId)
        .flatMap(Entry::version)
        .filter(version -> version.file().id() == storedFileId)
        .isPresent();
  }

  private Optional<Entry> replaceable(
      Caller caller, long folderId, String name, boolean newVersion) {
    // the rights on the folder are asked before this, and again by what makes a file in it
    Optional<Entry> there = entries.childOf(caller, folderId, name);
    if (there.isEmpty()) {
      return there;
    }
    requireFile(there.get(), name, newVersion);
    accessLists.require(caller, there.get().id(), Access.UPDATE);
    return there;
  }

  private static void requireFile(Entry there, String name, boolean newVersion) {
    if (!newVersion || there.type() != EntryType.FILE) {
      throw UploadProblems.nameTaken(name);
    }
  }

  private Location location(long id) {
    return locations.find(id).orElseThrow(() -> UploadProblems.locationNotFound(id));
  }
}

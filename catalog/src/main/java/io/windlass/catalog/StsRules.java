package io.windlass.catalog;

import io.windlass.connection.location.Location;
import java.util.List;

/**
 * The rules that keep a location with temporary keys (STS) and the catalog in step: whoever gets
 * keys for it sees exactly the files below its folder. All of them are here, and nowhere else. They
 * look at nothing but their arguments and refuse with INVALID.
 */
public final class StsRules {
  private static final String OWNER_FILE = "owner.txt";

  private StsRules() {}

  /** A setting for an entry that has none: never on or below an STS folder. */
  static void onNewSetting(Place place, List<Location> locations, boolean empty) {
    if (place.effective().sts()) {
      throw refusal(
          "sts_setting_inherited",
          "The folder is, or lies in, a folder with an STS location, which cannot be overridden.");
    }
    onSetting(place, locations, empty);
  }

  /** Other locations for a setting that exists. */
  static void onChangedSetting(Place place, List<Location> locations, boolean empty) {
    if (place.effective().sts()) {
      onRemovedSetting(place, empty);
    }
    onSetting(place, locations, empty);
  }

  /** A setting that goes. */
  static void onRemovedSetting(Place place, boolean empty) {
    if (place.effective().sts() && !empty) {
      throw refusal(
          "sts_folder_not_empty",
          "The STS location of a folder can be removed only while the folder is empty; what lies in"
              + " the trash counts.");
    }
  }

  private static void onSetting(Place place, List<Location> locations, boolean empty) {
    if (locations.stream().noneMatch(Location::sts)) {
      return;
    }
    if (place.type() != EntryType.FOLDER) {
      throw refusal("sts_folders_only", "An STS location can be set on a folder only.");
    }
    if (locations.size() > 1) {
      throw refusal(
          "sts_location_alone", "An STS location must be the only location of a setting.");
    }
    if (!empty) {
      throw refusal(
          "sts_folder_not_empty",
          "An STS location can be set on an empty folder only; what lies in the trash counts.");
    }
  }

  /** A list of its own for an entry: none below the STS folder itself. */
  static void onOwnAccessList(Place place) {
    if (place.effective().sts() && !place.ownsSetting()) {
      throw refusal(
          "sts_access_list",
          "Below a folder with an STS location everything has that folder's access list.");
    }
  }

  /** What may lie below an STS folder. */
  static void onType(EffectiveLocation parent, EntryType type) {
    boolean allowed =
        switch (type) {
          case FOLDER, FILE -> true;
          case PROJECT -> false;
        };
    if (parent.sts() && !allowed) {
      throw refusal(
          "sts_files_and_folders_only",
          "Only files and folders can lie below a folder with an STS location.");
    }
  }

  /** Content for a file: both sides STS and the same location, or neither. */
  static void onFile(EffectiveLocation parent, long fileLocationId, boolean fileSts) {
    if (parent.locationId() == fileLocationId) {
      return;
    }
    if (fileSts) {
      throw refusal(
          "sts_file_location",
          "The file lies in an STS location, and the folder has another location.");
    }
    if (parent.sts()) {
      throw refusal(
          "sts_folder_location",
          "The folder has an STS location, and the file lies in another location.");
    }
  }

  /** A move of a live entry to another parent. */
  static void onMove(Place moved, EffectiveLocation newParent) {
    onType(newParent, moved.type());
    if (moved.ownsSetting()) {
      if (newParent.sts()) {
        throw refusal(
            "sts_nested",
            "A folder with a location of its own cannot be moved below a folder with an STS"
                + " location.");
      }
      return;
    }
    EffectiveLocation old = moved.effective();
    if (old.locationId() != newParent.locationId() && (old.sts() || newParent.sts())) {
      throw refusal(
          "sts_move",
          "Entries cannot be moved into, out of, or between folders with different STS locations.");
    }
  }

  /** A way back from the trash to another parent than the old one. */
  static void onRestoreElsewhere(Place restored, EffectiveLocation newParent) {
    if (newParent.sts()) {
      throw refusal(
          "sts_restore",
          "What lies in the trash can return below an STS location only to where it was.");
    }
    onMove(restored, newParent);
  }

  /**
   * An object that is to become a stored file: in the location's bucket, strictly below its base
   * key by whole segments, and no owner file.
   */
  public static void onObject(Location location, String bucket, String key) {
    if (!location.bucket().equals(bucket)) {
      throw refusal("wrong_bucket", "The object lies in another bucket than the location.");
    }
    if (!location.holds(key)) {
      throw refusal(
          "key_outside_location", "The key does not lie below the base key of the location.");
    }
    if (key.substring(key.lastIndexOf('/') + 1).equals(OWNER_FILE)) {
      throw refusal("owner_file", "An owner.txt proves who owns a location and cannot be a file.");
    }
  }

  /** A web address that is to become a file of the location. */
  public static void onAddress(Location location) {
    if (location.sts()) {
      throw refusal("sts_address", "A web address cannot lie in an STS location.");
    }
  }

  private static RuntimeException refusal(String code, String message) {
    return CatalogProblems.invalid(code, message);
  }
}

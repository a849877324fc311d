package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Which locations the files below a project or folder go to. The effective setting of an entry is
 * that of the nearest ancestor, or itself, that has one. Thread-safe; every method is one
 * transaction.
 */
public final class LocationSettings {
  /** The built-in location, effective where no setting is. */
  public static final long DEFAULT_LOCATION_ID = Location.MANAGED_DEFAULT;

  private static final String SELECT =
      """
      SELECT s.id, s.entry_id, s.location_ids, s.etag::text AS etag, s.created_by, s.created_at
      FROM location_setting s
      """;

  private final Transactions transactions;
  private final Locations locations;

  LocationSettings(Transactions transactions, Locations locations) {
    this.transactions = transactions;
    this.locations = locations;
  }

  /**
   * Gives a project or folder a setting; needs CREATE on it. One to ten locations, each the
   * caller's own or the default one (FORBIDDEN otherwise; administrators may take any). INVALID
   * {@code has_location_setting} when it has one already, and for what breaks an STS rule.
   */
  public LocationSetting create(Caller caller, long entryId, List<Long> locationIds) {
    List<Location> wanted = existing(locationIds);
    return transactions.write(handle -> {
      Projects.own(handle, List.of(entryId));
      Place place = Places.live(handle, caller, entryId);
      if (!place.type().isContainer()) {
        throw CatalogProblems.invalid(
            "location_setting_of_file", "Only a project or folder can have locations.");
      }
      place.require(caller, Access.CREATE);
      requireOwned(caller, wanted, List.of());
      StsRules.onNewSetting(place, wanted, isEmpty(handle, entryId));
      if (place.ownsSetting()) {
        throw CatalogProblems.invalid(
            "has_location_setting",
            "Entry " + entryId + " has a location setting already; change that one.");
      }
      long id = insert(handle, caller, entryId, wanted);
      return byId(handle, id);
    });
  }

  /**
   * Replaces the locations of a setting; needs UPDATE on its entry. Locations that are new in it
   * must be as for {@link #create}.
   *
   * @param etag when given, must be the setting's: PRECONDITION_FAILED
   */
  public LocationSetting update(
      Caller caller, long settingId, Optional<String> etag, List<Long> locationIds) {
    List<Location> wanted = existing(locationIds);
    return transactions.write(handle -> {
      Place place = owned(handle, caller, settingId);
      LocationSetting old = byId(handle, settingId);
      place.require(caller, Access.UPDATE);
      requireOwned(caller, wanted, old.locationIds());
      StsRules.onChangedSetting(place, wanted, isEmpty(handle, place.id()));
      if (etag.isPresent() && !etag.get().equals(old.etag())) {
        throw CatalogProblems.changedMeanwhile("location setting");
      }
      handle
          .createUpdate(
              """
              UPDATE location_setting
              SET location_ids = :locations, sts = :sts, etag = gen_random_uuid()
              WHERE id = :id
              """)
          .bind("id", settingId)
          .bindArray("locations", Long.class, ids(wanted))
          .bind("sts", wanted.getFirst().sts())
          .execute();
      return byId(handle, settingId);
    });
  }

  /** Drops a setting; needs DELETE on its entry. An STS folder must be empty. */
  public void delete(Caller caller, long settingId) {
    transactions.<Optional<Void>>write(handle -> {
      Place place = owned(handle, caller, settingId);
      place.require(caller, Access.DELETE);
      StsRules.onRemovedSetting(place, isEmpty(handle, place.id()));
      handle
          .createUpdate("DELETE FROM location_setting WHERE id = :id")
          .bind("id", settingId)
          .execute();
      return Optional.empty();
    });
  }

  /** The setting; needs READ on its entry. NOT_FOUND when there is none. */
  public LocationSetting get(Caller caller, long settingId) {
    return transactions.read(handle -> {
      LocationSetting setting = byId(handle, settingId);
      Places.readable(handle, caller, setting.entryId());
      return setting;
    });
  }

  /** The entry's own setting; needs READ. */
  public Optional<LocationSetting> find(Caller caller, long entryId) {
    return transactions.read(handle -> {
      Places.readable(handle, caller, entryId);
      return of(handle, entryId);
    });
  }

  /**
   * The setting that rules the entry; absent means the default location. Checks no permission, but
   * fails NOT_FOUND when there is no such live entry.
   */
  public Optional<LocationSetting> effective(long entryId) {
    return transactions.read(handle ->
        Places.live(handle, Caller.anonymous(), entryId)
            .effective()
            .entryId()
            .flatMap(owner -> of(handle, owner)));
  }

  /**
   * The location that rules the entry, if the caller may do all of this to the entry; fails as
   * {@link AccessLists#require}. One query.
   */
  public EffectiveLocation effective(Caller caller, long entryId, Access... access) {
    return allowed(caller, entryId, access).effective();
  }

  /** As {@link #effective(Caller, long, Access...)}; absent when the entry is a file. */
  public Optional<EffectiveLocation> ofContainer(Caller caller, long entryId, Access... access) {
    Place place = allowed(caller, entryId, access);
    return place.type().isContainer() ? Optional.of(place.effective()) : Optional.empty();
  }

  private Place allowed(Caller caller, long entryId, Access... access) {
    Place place = transactions.read(handle -> Places.live(handle, caller, entryId));
    place.require(caller, access);
    return place;
  }

  /** The location that new files in the entry go to. Checks no permission. */
  public long effectiveLocationId(long entryId) {
    return transactions
        .read(handle -> Places.live(handle, Caller.anonymous(), entryId))
        .effective()
        .locationId();
  }

  /**
   * Whether the caller may have files written to a location: one that is effective somewhere the
   * caller may create, or that the caller owns. The default location is effective in every new
   * project, so whoever has an account may write to it.
   */
  public boolean mayWriteTo(Caller caller, long locationId) {
    Optional<Location> location = locations.find(locationId);
    if (location.isEmpty() || !caller.signedIn()) {
      return false;
    }
    if (locationId == DEFAULT_LOCATION_ID
        || owns(caller, location.get())
        || caller.administrator()) {
      return true;
    }
    return transactions.read(handle -> mayCreateWhereEffective(handle, caller, locationId));
  }

  /** Candidates are the setting's entry and what has a list of its own in the same project. */
  private static boolean mayCreateWhereEffective(Handle handle, Caller caller, long locationId) {
    List<Long> candidates =
        handle
            .createQuery(
                """
                SELECT DISTINCT c.id
                FROM location_setting s
                JOIN entry owner ON owner.id = s.entry_id
                JOIN entry c ON c.project_id = owner.project_id
                    AND (c.id = owner.id OR c.benefactor_id = c.id)
                JOIN access_grant g ON g.entry_id = c.benefactor_id
                WHERE s.location_ids @> ARRAY[CAST(:location AS bigint)]
                  AND g.principal_id = ANY(:principals) AND 'CREATE' = ANY(g.access)
                """)
            .bind("location", locationId)
            .bindArray("principals", Long.class, caller.principals())
            .mapTo(Long.class)
            .list();
    return candidates.stream()
        .flatMap(id -> Places.find(handle, caller, id).stream())
        .filter(found -> !found.trashed())
        .flatMap(found -> found.place().effective().entryId().stream())
        .anyMatch(owner ->
            of(handle, owner)
                .filter(setting -> setting.locationIds().contains(locationId))
                .isPresent());
  }

  static boolean owns(Caller caller, Location location) {
    return location.ownerId() == caller.user().id();
  }

  private List<Location> existing(List<Long> ids) {
    if (ids.isEmpty() || ids.size() > LocationSetting.MAX_LOCATIONS) {
      throw CatalogProblems.invalid(
          "location_count",
          "A setting has one to " + LocationSetting.MAX_LOCATIONS + " locations.");
    }
    if (new LinkedHashSet<>(ids).size() != ids.size()) {
      throw CatalogProblems.invalid("location_twice", "A location may stand in a setting once.");
    }
    List<Location> found = new ArrayList<>();
    for (long id : ids) {
      found.add(
          locations
              .find(id)
              .orElseThrow(() ->
                  CatalogProblems.invalid("unknown_location", "There is no location " + id + ".")));
    }
    return found;
  }

  private static void requireOwned(Caller caller, List<Location> wanted, List<Long> kept) {
    for (Location location : wanted) {
      boolean free = location.id() == DEFAULT_LOCATION_ID || kept.contains(location.id());
      if (!free && !owns(caller, location) && !caller.administrator()) {
        throw CatalogProblems.refused(
            "location_of_other",
            "Location " + location.id() + " belongs to user " + location.ownerId() + ".");
      }
    }
  }

  /** The place of a setting's entry, its project held alone. */
  private static Place owned(Handle handle, Caller caller, long settingId) {
    long entryId = byId(handle, settingId).entryId();
    Projects.own(handle, List.of(entryId));
    byId(handle, settingId);
    return Places.live(handle, caller, entryId);
  }

  /** No child at all, not even in the trash. */
  private static boolean isEmpty(Handle handle, long entryId) {
    return handle
        .createQuery("SELECT NOT EXISTS (SELECT FROM entry WHERE parent_id = :id)")
        .bind("id", entryId)
        .mapTo(Boolean.class)
        .one();
  }

  private long insert(Handle handle, Caller caller, long entryId, List<Location> wanted) {
    return handle
        .createUpdate(
            """
            INSERT INTO location_setting (entry_id, location_ids, sts, created_by, created_at)
            VALUES (:entry, :locations, :sts, :user, :now)
            """)
        .bind("entry", entryId)
        .bindArray("locations", Long.class, ids(wanted))
        .bind("sts", wanted.getFirst().sts())
        .bind("user", caller.user().id())
        .bind("now", transactions.now())
        .executeAndReturnGeneratedKeys("id")
        .mapTo(Long.class)
        .one();
  }

  private static List<Long> ids(List<Location> list) {
    return list.stream().map(Location::id).toList();
  }

  private static LocationSetting byId(Handle handle, long id) {
    return handle
        .createQuery(SELECT + "WHERE s.id = :id")
        .bind("id", id)
        .map((row, _) -> read(row))
        .findOne()
        .orElseThrow(() ->
            Problem.of(
                    Kind.NOT_FOUND,
                    "location_setting_not_found",
                    "There is no location setting " + id + ".")
                .toException());
  }

  private static Optional<LocationSetting> of(Handle handle, long entryId) {
    return handle
        .createQuery(SELECT + "WHERE s.entry_id = :entry")
        .bind("entry", entryId)
        .map((row, _) -> read(row))
        .findOne();
  }

  private static LocationSetting read(ResultSet row) throws SQLException {
    return new LocationSetting(
        row.getLong("id"),
        row.getLong("entry_id"),
        Places.longs(row.getArray("location_ids")),
        row.getString("etag"),
        row.getLong("created_by"),
        EntryRows.instant(row, "created_at"));
  }
}

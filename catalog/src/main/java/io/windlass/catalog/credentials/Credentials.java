package io.windlass.catalog.credentials;

import io.windlass.catalog.Access;
import io.windlass.catalog.AccessLists;
import io.windlass.catalog.Catalog;
import io.windlass.catalog.EffectiveLocation;
import io.windlass.catalog.LocationSetting;
import io.windlass.catalog.LocationSettings;
import io.windlass.catalog.credentials.IssueRecord.Issuer;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.connection.Connection;
import io.windlass.connection.Connections;
import io.windlass.connection.VendRequest;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import io.windlass.foundation.Ids;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.Permission;
import io.windlass.objectstore.SecurityTokens.TemporaryKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Temporary keys for the location of one folder. Thread-safe.
 *
 * <p>Keys always reach the whole location of the folder whose setting is effective, whichever entry
 * below it they are asked for. Whether the caller may have them is decided anew at each call; each
 * issue is recorded before it leaves. Secrets made by a store are never stored.
 */
public final class Credentials {
  /** What callers get who do not ask for a duration; a store may allow less. */
  public static final Duration LONGEST = Duration.ofHours(12);

  /** Shortest life of temporary keys. */
  public static final Duration SHORTEST = Duration.ofMinutes(15);

  private final Jdbi jdbi;
  private final AccessLists accessLists;
  private final LocationSettings settings;
  private final Locations locations;
  private final Connections connections;
  private final WindlassKeys windlassKeys;
  private final InstantSource clock;
  private final IssueLog log;
  private final KeyCache cache;

  /** Credentials for what the catalog holds. */
  public Credentials(
      Jdbi jdbi,
      Catalog catalog,
      Locations locations,
      Connections connections,
      WindlassKeys windlassKeys,
      InstantSource clock) {
    this.jdbi = jdbi;
    this.accessLists = catalog.accessLists();
    this.settings = catalog.locationSettings();
    this.locations = locations;
    this.connections = connections;
    this.windlassKeys = windlassKeys;
    this.clock = clock;
    this.log = new IssueLog(jdbi);
    this.cache = new KeyCache(clock);
  }

  /**
   * Issues keys. Checked in this order: scopes of the token and the duration; the entry ({@code
   * entry_not_found}); the caller's rights, for {@code read_only} DOWNLOAD, for {@code read_write}
   * DOWNLOAD, UPDATE, CREATE and DELETE; that the effective setting is one with temporary keys
   * ({@code not_sts}); that managed storage is only read ({@code managed_is_read_only}).
   *
   * @param duration 15 minutes to 12 hours; absent: 12 hours. Where the store allows less, the keys
   *     end sooner, and say so
   */
  public Issued issue(
      Caller caller, long entryId, Permission permission, Optional<Duration> duration) {
    requireScopes(caller, permission);
    Duration wanted = duration.orElse(LONGEST);
    requireInRange(wanted);
    EffectiveLocation effective = settings.effective(caller, entryId, accessFor(permission));
    long folderId =
        effective.entryId().filter(_ -> effective.sts()).orElseThrow(() -> notSts(entryId));
    Location location = locations.find(effective.locationId()).orElseThrow();
    if (permission == Permission.READ_WRITE && location.kind() == Location.Kind.MANAGED) {
      throw Problem.of(
              Kind.INVALID,
              "managed_is_read_only",
              "Temporary keys for managed storage can only be read_only.")
          .withRemedy("Ask for read_only, and upload files through Windlass.")
          .toException();
    }
    Connection connection = connections.find(location.connectionId()).orElseThrow();
    Order order =
        new Order(caller.user().id(), entryId, folderId, location, connection, permission, wanted);
    return switch (connection.vending()) {
      case ASSUME_ROLE, FEDERATION_TOKEN -> fromStore(order);
      case WINDLASS -> fromWindlass(order);
      case NONE -> throw cannotVend(connection);
    };
  }

  /**
   * Issues of the past, newest first: an administrator sees all, others their own; of an entry
   * whose folder's permissions the caller may change, everybody's.
   */
  public Page.Of<IssueRecord> list(Caller caller, IssueQuery query, Page page) {
    caller.require(Scope.VIEW);
    Optional<Long> folderId = query.entryId().map(entryId -> folderOf(caller, entryId));
    boolean seesAll =
        caller.administrator() || folderId.filter(id -> governs(caller, id)).isPresent();
    long own = caller.user().id();
    if (!seesAll && query.userId().isPresent() && query.userId().get() != own) {
      throw Problem.of(
              Kind.FORBIDDEN, "access_denied", "You may only list the temporary keys you got.")
          .toException();
    }
    Optional<Long> userId = seesAll ? query.userId() : Optional.of(own);
    Optional<Instant> activeAt =
        query.activeOnly() ? Optional.of(clock.instant()) : Optional.empty();
    return log.list(userId, folderId, activeAt, page);
  }

  /**
   * Revokes keys, with all other issues of the same ones: one's own, those of a folder whose
   * permissions one may change, or any as an administrator. Again and again answers the same. Keys
   * of a store's token service live on until their end, and the answer says so.
   */
  public Revocation revoke(Caller caller, String id) {
    caller.require(Scope.MODIFY);
    IssueRecord issue =
        log.find(id)
            .filter(found -> mayRevoke(caller, found))
            .orElseThrow(() ->
                Problem.of(
                        Kind.NOT_FOUND,
                        "credentials_not_found",
                        "There are no temporary keys with this id, or they are not yours.")
                    .withRemedy("List yours with: windlass credentials list")
                    .toException());
    jdbi.useTransaction(_ -> {
      log.revoke(issue.accessKeyId(), clock.instant(), caller.user().id());
      windlassKeys.revoke(issue.accessKeyId());
    });
    IssueRecord revoked = log.find(id).orElseThrow();
    return switch (issue.issuer()) {
      case WINDLASS -> new Revocation(revoked, revoked.revokedAt().orElseThrow(), Optional.empty());
      case STORE ->
          new Revocation(
              revoked,
              revoked.expiresAt(),
              connections.find(issue.connectionId()).map(RoleRevocation::remedy));
    };
  }

  private Issued fromStore(Order order) {
    VendRequest request =
        new VendRequest(
            order.location().bucket(),
            order.location().baseKey(),
            order.permission(),
            order.duration(),
            order.sessionName());
    String connectionId = order.connection().id();
    KeyCache.Key key = order.cacheKey();
    TemporaryKeys keys = cache.get(key, () -> connections.vend(connectionId, request));
    Issued issued = order.issued(keys);
    if (log.record(order.record(issued, Issuer.STORE, clock.instant()))) {
      return issued;
    }
    // Revoked since they were kept, perhaps on another node: these must not be handed out again.
    cache.drop(key, keys.accessKeyId());
    Issued fresh = order.issued(cache.get(key, () -> connections.vend(connectionId, request)));
    if (!log.record(order.record(fresh, Issuer.STORE, clock.instant()))) {
      throw Problem.of(
              Kind.CONFLICT,
              "credentials_revoked",
              "The keys were revoked while they were being handed out.")
          .withRemedy("Ask for new ones.")
          .toException();
    }
    return fresh;
  }

  private Issued fromWindlass(Order order) {
    Instant now = clock.instant();
    Location location = order.location();
    return jdbi.inTransaction(_ -> {
      TemporaryKeys keys =
          windlassKeys.create(
              location.bucket(),
              location.baseKey(),
              order.permission(),
              now.plus(order.duration()));
      Issued issued = order.issued(keys);
      log.record(order.record(issued, Issuer.WINDLASS, now));
      return issued;
    });
  }

  private long folderOf(Caller caller, long entryId) {
    accessLists.require(caller, entryId, Access.READ);
    return settings.effective(entryId).map(LocationSetting::entryId).orElse(entryId);
  }

  private boolean mayRevoke(Caller caller, IssueRecord issue) {
    return caller.administrator()
        || issue.userId() == caller.user().id()
        || governs(caller, issue.folderId());
  }

  /** Whether the caller may change the folder's permissions; no when it is gone. */
  private boolean governs(Caller caller, long folderId) {
    try {
      return accessLists.permissions(caller, folderId).contains(Access.CHANGE_PERMISSIONS);
    } catch (WindlassException e) {
      if (e.problem().kind() == Kind.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private static void requireScopes(Caller caller, Permission permission) {
    switch (permission) {
      case READ_ONLY -> caller.require(Scope.VIEW, Scope.DOWNLOAD);
      case READ_WRITE -> caller.require(Scope.VIEW, Scope.DOWNLOAD, Scope.MODIFY);
    }
  }

  private static Access[] accessFor(Permission permission) {
    return switch (permission) {
      case READ_ONLY -> new Access[] {Access.DOWNLOAD};
      case READ_WRITE ->
          new Access[] {Access.DOWNLOAD, Access.UPDATE, Access.CREATE, Access.DELETE};
    };
  }

  private static void requireInRange(Duration duration) {
    if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
      throw Problem.of(
              Kind.INVALID,
              "duration_out_of_range",
              "Temporary keys live 15 minutes to 12 hours (900 to 43200 seconds).")
          .toException();
    }
  }

  private static RuntimeException notSts(long entryId) {
    return Problem.of(
            Kind.INVALID,
            "not_sts",
            "No location with temporary keys is in effect for entry " + entryId + ".")
        .withRemedy(
            "Make a location with temporary keys (windlass locations create --sts …) and set it on"
                + " an empty folder (windlass folders set-location).")
        .toException();
  }

  private static RuntimeException cannotVend(Connection connection) {
    return Problem.of(
            Kind.INVALID,
            "vending_not_possible",
            "The connection %s has no way to make temporary keys.".formatted(connection.name()))
        .withRemedy(
            "Give it a role to vend from (vendingRoleArn), or keys of a user that may call"
                + " sts:GetFederationToken; windlass connections policy --for sts prints the"
                + " permissions.")
        .toException();
  }

  /** Everything that one issue depends on, checked. */
  private record Order(
      long userId,
      long entryId,
      long folderId,
      Location location,
      Connection connection,
      Permission permission,
      Duration duration) {

    /** At most 43 characters; names the folder, not the entry, as the keys are the folder's. */
    String sessionName() {
      return "sts-" + userId + "-" + folderId;
    }

    KeyCache.Key cacheKey() {
      return new KeyCache.Key(
          userId,
          folderId,
          location.id(),
          connection.id(),
          connection.vending()
              + " "
              + connection.vendingRoleArn().orElse("")
              + " "
              + connection.accessKeyId().orElse("")
              + " "
              + connection.secretsReplacedAt(),
          permission,
          duration);
    }

    Issued issued(TemporaryKeys keys) {
      return new Issued(
          Ids.create("cred_"),
          permission,
          location.bucket(),
          location.baseKey(),
          keys.accessKeyId(),
          keys.secretAccessKey(),
          keys.sessionToken(),
          keys.expiresAt(),
          connection.address().region(),
          connection.address().endpoint(),
          connection.address().pathStyle());
    }

    IssueRecord record(Issued issued, Issuer issuer, Instant at) {
      return new IssueRecord(
          issued.id(),
          issuer,
          userId,
          entryId,
          folderId,
          location.id(),
          connection.id(),
          permission,
          issued.bucket(),
          issued.baseKey(),
          issued.accessKeyId(),
          at,
          issued.expiresAt(),
          Optional.empty(),
          Optional.empty());
    }
  }
}

package io.windlass.connection;

import io.windlass.connection.Connection.Vending;
import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.connection.secrets.SecretBox;
import io.windlass.connection.verification.Verification;
import io.windlass.connection.verification.VerifyRequest;
import io.windlass.database.Database;
import io.windlass.database.Settings;
import io.windlass.database.task.RecurringWork;
import io.windlass.foundation.Ids;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.Secret;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStores;
import io.windlass.objectstore.SecurityTokens;
import io.windlass.objectstore.Signing;
import io.windlass.objectstore.StoreAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of all projects. Thread-safe; any number of nodes may share one database.
 *
 * <p>Who may use a connection is decided above, by the project that owns it.
 */
public final class Connections implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Connections.class);

  private static final Pattern ALIAS = Pattern.compile("c_([0-9]{1,15})");
  private static final String INSTALLATION_GUID = "connection.installation-guid";

  private final ConnectionRows rows;
  private final ConnectionSecrets secrets;
  private final OpenStores open;
  private final Replacement replacement;
  private final TemporaryKeysVendor vendor;
  private final ConnectionVerification verification;
  private final InstantSource clock;
  private final String installationGuid;

  /** The connections of the database, reached by way of {@code stores}. */
  public Connections(Database database, ObjectStores stores, SecretBox box, InstantSource clock) {
    this.rows = new ConnectionRows(database.jdbi());
    this.secrets = new ConnectionSecrets(box);
    this.open = new OpenStores(stores, row -> Access.of(row, keys(row)), clock);
    this.installationGuid =
        new Settings(database.jdbi()).findOrCreate(INSTALLATION_GUID, () -> Ids.create("proj_"));
    this.replacement = new Replacement(rows, open, installationGuid, clock);
    this.vendor = new TemporaryKeysVendor(rows, clock);
    this.verification = new ConnectionVerification(rows, vendor, open, clock);
    this.clock = clock;
  }

  /**
   * Makes a connection. Keys that the store calls wrong are refused and nothing is stored; a store
   * that does not answer, or a role that cannot be assumed yet, is noted and does not refuse.
   *
   * <p>The installation's own identity is lent with care: only connections of the installation may
   * be ambient, and a role that a project has assumed with it must insist on the project's external
   * id.
   *
   * @throws WindlassException {@code ambient_for_installation_only}, {@code
   *     external_id_not_required}, {@code connection_name_taken}, {@code kind_mismatch}, {@code
   *     invalid_…}; {@code store_keys_invalid} and its like from the store
   */
  public Connection create(NewConnection connection) {
    ConnectionRules.check(connection);
    BorrowedIdentity.refuseAmbient(connection, installationGuid);
    long ordinal = rows.nextOrdinal(connection.projectGuid());
    ConnectionRow row = NewRows.of(connection, ordinal, clock.instant());
    row = row.vendingBy(vending(row, connection.keys()));
    Optional<Problem> noted = replacement.tryOut(row, Access.of(row, connection.keys()));
    String id = row.id();
    if (!rows.insert(row, connection.keys().map(keys -> secrets.seal(id, keys)))) {
      throw new IllegalStateException("a random id came twice");
    }
    noted
        .map(Replacement::note)
        .ifPresent(note -> rows.status(id, note.status(), note.problem(), Optional.empty()));
    return required(id).toConnection();
  }

  /** The project guid of connections that belong to the installation and to no project. */
  public String installationGuid() {
    return installationGuid;
  }

  /**
   * The built-in connection to the embedded store, made when it is not there; follows the endpoint.
   */
  public Connection embedded(URI endpoint, String region) {
    StoreAddress address = StoreAddress.at(endpoint, region);
    if (rows.find(Connection.EMBEDDED).isEmpty()) {
      NewKeys keys =
          new NewKeys(
              "WLROOT" + Ids.random(14).toUpperCase(Locale.ROOT),
              Secret.of(Ids.random(40)),
              Optional.empty());
      ConnectionRow row = NewRows.embedded(installationGuid, address, keys, clock.instant());
      rows.insert(row, Optional.of(secrets.seal(row.id(), keys)));
    }
    ConnectionRow row = required(Connection.EMBEDDED);
    while (!row.address().equals(address)) {
      rows.update(
          row.with(
              row.name(),
              address,
              row.accessKeyId(),
              new ConnectionRow.Roles(row.roleArn(), row.vendingRoleArn())),
          Optional.empty(),
          Optional.empty());
      row = required(Connection.EMBEDDED);
    }
    return row.toConnection();
  }

  /** The root keys of the embedded store, from the sealed secrets of its connection. */
  public Signing.Keys embeddedKeys() {
    NewKeys keys = keys(required(Connection.EMBEDDED)).orElseThrow();
    return new Signing.Keys(keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
  }

  /**
   * The connection with this id. An alias ({@code c_1}) is understood as long as one project alone
   * has it; otherwise {@code ambiguous_connection}.
   */
  public Optional<Connection> find(String idOrAlias) {
    Matcher alias = ALIAS.matcher(idOrAlias);
    if (!alias.matches()) {
      return rows.find(idOrAlias).map(ConnectionRow::toConnection);
    }
    List<ConnectionRow> found = rows.withOrdinal(Long.parseLong(alias.group(1)));
    if (found.size() > 1) {
      throw Problem.of(
              Kind.CONFLICT,
              "ambiguous_connection",
              "More than one project has a connection " + idOrAlias + ".")
          .withRemedy("Name the project, or use the connection's whole id.")
          .toException();
    }
    return found.stream().findFirst().map(ConnectionRow::toConnection);
  }

  /** The project's connection with this id, alias or name. */
  public Optional<Connection> find(String projectGuid, String idAliasOrName) {
    Matcher alias = ALIAS.matcher(idAliasOrName);
    long ordinal = alias.matches() ? Long.parseLong(alias.group(1)) : -1;
    return rows.inProject(projectGuid, idAliasOrName, ordinal).map(ConnectionRow::toConnection);
  }

  /** The project's connections in the order of their creation. */
  public Page.Of<Connection> list(String projectGuid, Page page) {
    long after = page.cursor().map(Connections::ordinal).orElse(-1L);
    List<ConnectionRow> found = rows.list(projectGuid, after, page.limit() + 1);
    List<ConnectionRow> shown = found.stream().limit(page.limit()).toList();
    return new Page.Of<>(
        shown.stream().map(ConnectionRow::toConnection).toList(),
        found.size() > shown.size()
            ? Optional.of(Long.toString(shown.getLast().ordinal()))
            : Optional.empty());
  }

  /** The guids that own connections, the installation's own included, in no order that lasts. */
  public List<String> projectGuids() {
    return rows.projectGuids();
  }

  /**
   * Changes a connection in place. Other keys, another role or address are first tested against
   * every location that uses the connection; when one would lose what it can do now, {@link
   * ReplacementRefused} tells which, and nothing changes.
   */
  public Connection update(String id, ConnectionChange change) {
    ConnectionRow row = changeable(id);
    ConnectionRow changed = ConnectionRules.apply(row, change);
    Optional<NewKeys> keys = change.keys().or(() -> keys(row));
    ConnectionRow candidate = changed.vendingBy(vending(changed, keys));
    boolean signsOtherwise = ConnectionRules.signsOtherwise(row, candidate, change);
    Replacement.Tested tested =
        signsOtherwise
            ? replacement.test(row, candidate, Access.of(candidate, keys))
            : Replacement.Tested.NOT;
    boolean stored =
        rows.update(
            candidate,
            change.keys().map(fresh -> secrets.seal(row.id(), fresh)),
            change.keys().map(_ -> clock.instant()));
    if (!stored) {
      throw Problem.of(
              Kind.CONFLICT,
              "connection_changed",
              "Somebody else changed the connection meanwhile.")
          .withRemedy("Look at it again and repeat the change.")
          .toException();
    }
    if (signsOtherwise) {
      rows.status(row.id(), tested.status(), tested.problem(), tested.at(clock.instant()));
    }
    return required(row.id()).toConnection();
  }

  /** Forgets a connection; refused while a location uses it. Never touches objects. */
  public void delete(String id) {
    ConnectionRow row = changeable(id);
    rows.delete(row.id());
    open.forget(row.id());
  }

  /**
   * The store behind the connection, shared and kept open: callers do not close it. A change of the
   * connection on any node is seen by the next call.
   */
  public ObjectStore open(String id) {
    return open.get(required(id)).store();
  }

  /** As {@link #open}, with consent to pay for requests, whatever the connection says. */
  public ObjectStore openPaying(String id) {
    return open(id, StoreReach.of(true));
  }

  /** As {@link #open}, reached otherwise than the connection itself does. */
  public ObjectStore open(String id, StoreReach reach) {
    return open.get(required(id), reach).store();
  }

  /**
   * Asks the connection's store once whether it takes another way to sign.
   *
   * @param strict whether keys that the store calls wrong are refused or noted
   * @param role what is assumed with the connection's own signing, and must insist on the external
   *     id that is given with it; absent where nothing of the connection's is lent
   * @return what is to be noted
   * @throws WindlassException what the store says of wrong keys; {@code external_id_not_required}
   */
  public Optional<Problem> tryOut(
      String id, StoreReach.Own own, boolean strict, Optional<Signing.Role> role) {
    ConnectionRow row = required(id);
    StoreReach reach = new StoreReach(false, Optional.empty(), Optional.of(own));
    return replacement.tryOut(
        Access.of(row, keys(row)).reached(reach),
        strict,
        candidate ->
            role.ifPresent(lent ->
                BorrowedIdentity.refuseOpenRole(
                    candidate, lent.roleArn(), lent.externalId().orElseThrow())));
  }

  /** The connections of this name, in any project, in no order that lasts. */
  public List<Connection> named(String name) {
    return rows.named(name).stream().map(ConnectionRow::toConnection).toList();
  }

  /**
   * Temporary keys for one prefix, by the connection's {@link Connection.Vending}. Those of {@link
   * Connection.Vending#WINDLASS} are made by whoever keeps the embedded store's keys, not here.
   *
   * @throws WindlassException {@code invalid_duration}, {@code invalid_session_name}, {@code
   *     vending_impossible}, {@code policy_too_long}; what the token service answered
   */
  public SecurityTokens.TemporaryKeys vend(String id, VendRequest request) {
    ConnectionRow row = required(id);
    return vendor.vend(row, open.get(row), request);
  }

  /** Tries each permission for real and stores what came out as the connection's status. */
  public Verification verify(String id, VerifyRequest request) {
    ConnectionRow row = required(id);
    return verification.verify(row, open.get(row), request);
  }

  /**
   * What one node at a time does every day: verifies, without writing anything, the connections
   * that were valid, each at one of its locations, and keeps what was found. A store that does not
   * answer changes nothing. A connection that was found invalid stays so until somebody verifies
   * it.
   */
  public RecurringWork recheck() {
    return new RecurringWork("recheck_connections", Duration.ofDays(1), this::recheckNow);
  }

  void recheckNow() {
    for (String id : rows.valid()) {
      try {
        rows.find(id).ifPresent(row -> verification.recheck(row, open.get(row)));
      } catch (WindlassException e) {
        log.info("Connection {} could not be checked: {}", id, e.getMessage());
      }
    }
  }

  /** Closes all stores. */
  @Override
  public void close() {
    open.close();
  }

  private ConnectionRow required(String id) {
    return (ALIAS.matcher(id).matches()
            ? find(id).flatMap(found -> rows.find(found.id()))
            : rows.find(id))
        .orElseThrow(() ->
            Problem.of(Kind.NOT_FOUND, "connection_not_found", "There is no connection " + id + ".")
                .toException());
  }

  private ConnectionRow changeable(String id) {
    ConnectionRow row = required(id);
    if (row.id().equals(Connection.EMBEDDED)) {
      throw Problem.of(
              Kind.FORBIDDEN,
              "connection_built_in",
              "The connection to the embedded store is part of the installation.")
          .toException();
    }
    return row;
  }

  private Optional<NewKeys> keys(ConnectionRow row) {
    return row.accessKeyId()
        .flatMap(accessKeyId ->
            rows.secrets(row.id()).map(sealed -> secrets.open(row.id(), accessKeyId, sealed)));
  }

  private Vending vending(ConnectionRow row, Optional<NewKeys> keys) {
    boolean embedded =
        row.endpoint().isPresent()
            && rows.find(Connection.EMBEDDED)
                .filter(own -> own.endpoint().equals(row.endpoint()))
                .isPresent();
    return ConnectionRules.vending(row, keys, embedded);
  }

  private static long ordinal(String cursor) {
    try {
      return Long.parseLong(cursor);
    } catch (NumberFormatException e) {
      throw Problem.of(Kind.INVALID, "invalid_cursor", "The cursor is not one of ours.")
          .toException(e);
    }
  }
}

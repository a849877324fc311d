package io.windlass.connection.credential;

import io.windlass.connection.Connection;
import io.windlass.connection.Connection.Status;
import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.connection.Connections;
import io.windlass.connection.StoreReach;
import io.windlass.connection.credential.CredentialSecrets.Opened;
import io.windlass.connection.credential.OwnCredential.Extra;
import io.windlass.connection.secrets.SecretBox;
import io.windlass.database.Database;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.Signing;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Each person's own credentials on shared connections: one for each person and connection.
 * Thread-safe; any number of nodes may share one database.
 *
 * <p>Who may use a connection is decided above. Secrets go in and never come out again. When they
 * go in and each time a store is opened with them is written to the log, with who, where and which
 * key id.
 */
public final class OwnCredentials {
  private static final Logger log = LoggerFactory.getLogger(OwnCredentials.class);
  private static final int LONGEST_NAME = 128;
  private static final Duration LONGEST_SESSION = Duration.ofHours(12);
  private static final Duration ASKED_AGAIN_AFTER = Duration.ofSeconds(30);

  private final CredentialRows rows;
  private final Connections connections;
  private final CredentialSecrets secrets;
  private final InstantSource clock;

  /** The credentials of the database. */
  public OwnCredentials(
      Database database, Connections connections, SecretBox box, InstantSource clock) {
    this.rows = new CredentialRows(database.jdbi());
    this.connections = connections;
    this.secrets = new CredentialSecrets(box);
    this.clock = clock;
  }

  /** What the user has registered on the connection. */
  public Optional<OwnCredential> find(String connectionId, long userId) {
    return rows.find(connectionId, userId).map(CredentialRow::toCredential);
  }

  /** The credential with this id. */
  public Optional<OwnCredential> find(UUID id) {
    return rows.find(id).map(CredentialRow::toCredential);
  }

  /** All that the user has registered, oldest first. */
  public List<OwnCredential> ofUser(long userId) {
    return rows.ofUser(userId).stream().map(CredentialRow::toCredential).toList();
  }

  /**
   * Registers credentials, in the place of those that the user had on the connection. The store is
   * asked once: keys that it calls wrong are refused and nothing is stored; a store that does not
   * answer, or a role that cannot be assumed yet, is noted.
   *
   * @throws WindlassException INVALID {@code credentials_missing}, {@code external_id_given},
   *     {@code already_expired}, {@code too_many_keys}, {@code invalid_…}; {@code
   *     store_keys_invalid} and its like from the store; {@code external_id_not_required};
   *     NOT_FOUND {@code connection_not_found}
   */
  public OwnCredential put(String connectionId, long userId, NewCredential given) {
    Connection connection =
        connections
            .find(connectionId)
            .orElseThrow(() ->
                Problem.of(
                        Kind.NOT_FOUND,
                        "connection_not_found",
                        "There is no connection " + connectionId + ".")
                    .toException());
    Instant now = clock.instant();
    NewCredential credential = CredentialRules.checked(given, connection, userId, now);
    Optional<Problem> noted = tryOut(connectionId, userId, credential);
    UUID id = rows.find(connectionId, userId).map(CredentialRow::id).orElseGet(UUID::randomUUID);
    rows.put(
        CredentialRow.fresh(id, connectionId, userId, credential, noted, now),
        secrets.seal(id, credential));
    log.info(
        "User {} registered credentials {} on connection {} (key {}, role {})",
        userId,
        id,
        connectionId,
        credential.keys().map(NewKeys::accessKeyId).orElse("-"),
        credential.roleArn().orElse("-"));
    return find(id).orElseThrow();
  }

  /**
   * Changes a part of what a user has registered; the rest, secrets included, stays.
   *
   * @param change answers what the credentials are to be; must not keep what it is given
   * @throws WindlassException as {@link #put}; UNAVAILABLE {@code credentials_replaced} when they
   *     are others by now
   */
  public OwnCredential change(OwnCredential before, UnaryOperator<NewCredential> change) {
    Optional<Opened> opened = opened(before);
    List<NewCredential.ExtraKeys> extra = new ArrayList<>();
    for (int i = 0; i < before.extra().size(); i++) {
      extra.add(
          new NewCredential.ExtraKeys(
              before.extra().get(i).prefixes(), opened.orElseThrow().extra().get(i)));
    }
    return put(
        before.connectionId(),
        before.userId(),
        change.apply(
            new NewCredential(
                opened.flatMap(Opened::keys),
                before.roleArn(),
                before.externalId(),
                before.requesterPays(),
                before.expiresAt(),
                extra)));
  }

  /**
   * Calls credentials by a name, or by none.
   *
   * @throws WindlassException INVALID {@code invalid_display_name}, see {@link #requireName}
   */
  public OwnCredential name(OwnCredential credential, Optional<String> displayName) {
    displayName.ifPresent(OwnCredentials::requireName);
    rows.name(credential.id(), displayName);
    return find(credential.id()).orElse(credential);
  }

  /**
   * Refuses names that cannot be kept, before anything is stored.
   *
   * @throws WindlassException INVALID {@code invalid_display_name}
   */
  public static void requireName(String displayName) {
    if (displayName.isBlank()
        || displayName.length() > LONGEST_NAME
        || displayName.chars().anyMatch(Character::isISOControl)) {
      throw Problem.of(
              Kind.INVALID,
              "invalid_display_name",
              "A name of credentials is one line of 1 to " + LONGEST_NAME + " characters.")
          .toException();
    }
  }

  /** Forgets what the user has registered; answers whether there was any. */
  public boolean delete(String connectionId, long userId) {
    boolean deleted = rows.delete(connectionId, userId);
    if (deleted) {
      log.info("User {} deleted the credentials on connection {}", userId, connectionId);
    }
    return deleted;
  }

  /**
   * The user's credentials, ready for use. Those that were found invalid are tried again, at most
   * twice a minute.
   *
   * @throws WindlassException FORBIDDEN {@code no_credentials}, {@code credentials_expired}, {@code
   *     credentials_invalid}
   */
  public OwnCredential usable(String connectionId, long userId) {
    OwnCredential credential =
        find(connectionId, userId)
            .orElseThrow(() ->
                Problem.of(
                        Kind.FORBIDDEN,
                        "no_credentials",
                        "The collection wants each user's own credentials, and you have registered"
                            + " none.")
                    .withRemedy("Register yours, then repeat the request.")
                    .toException());
    Instant now = clock.instant();
    if (credential.expired(now)) {
      throw Problem.of(
              Kind.FORBIDDEN,
              "credentials_expired",
              "Your credentials for the collection ended at "
                  + credential.expiresAt().orElseThrow()
                  + ".")
          .withRemedy("Register fresh ones.")
          .toException();
    }
    if (credential.status() != Status.INVALID) {
      return credential;
    }
    boolean askedLately = credential.checkedAt().plus(ASKED_AGAIN_AFTER).isAfter(now);
    OwnCredential asked = askedLately ? credential : check(credential);
    if (asked.status() == Status.INVALID) {
      throw Problem.of(
              Kind.FORBIDDEN,
              "credentials_invalid",
              "The store does not take your credentials: "
                  + asked.problem().map(Problem::message).orElse("it says no more."))
          .withRemedy("Register others.")
          .toException();
    }
    return asked;
  }

  /** Asks the store again whether it takes them. */
  public OwnCredential check(OwnCredential credential) {
    Optional<Problem> noted;
    try {
      noted =
          connections.tryOut(credential.connectionId(), own(credential), true, Optional.empty());
    } catch (StoreException e) {
      noted = Optional.of(e.problem());
    }
    Status status = CredentialRow.status(noted);
    rows.status(credential.id(), credential.version(), status, noted, clock.instant());
    return find(credential.id()).orElse(credential);
  }

  /** Notes that the store has refused them; replaced ones are left alone. */
  public void refused(OwnCredential credential, Problem problem) {
    rows.status(
        credential.id(),
        credential.version(),
        Status.INVALID,
        Optional.of(problem),
        clock.instant());
  }

  /** Whether a failure says that the keys themselves are refused, whatever they were used for. */
  public static boolean refusesKeys(WindlassException failure) {
    return failure instanceof StoreException store
        && switch (store.failure()) {
          case StoreFailure.BadKeys _, StoreFailure.ExpiredKeys _ -> true;
          case StoreFailure.Denied denied -> denied.action().startsWith("sts:");
          case StoreFailure.ClockSkew _,
              StoreFailure.KeyDenied _,
              StoreFailure.NoSuchBucket _,
              StoreFailure.NoSuchObject _,
              StoreFailure.PreconditionFailed _,
              StoreFailure.Refused _,
              StoreFailure.Unreachable _,
              StoreFailure.Unsupported _,
              StoreFailure.WrongRegion _ ->
              false;
        };
  }

  /**
   * Which of the keys sign for a path: those with the longest prefix that it begins with, else the
   * main ones.
   *
   * @param bucketAndKey {@code BUCKET/KEY}
   */
  public StoreReach.Own signing(OwnCredential credential, String bucketAndKey) {
    int best = -1;
    int length = -1;
    for (int i = 0; i < credential.extra().size(); i++) {
      Extra extra = credential.extra().get(i);
      for (String prefix : extra.prefixes()) {
        if (prefix.length() > length && bucketAndKey.startsWith(prefix)) {
          best = i;
          length = prefix.length();
        }
      }
    }
    return best < 0 ? own(credential) : extra(credential, best);
  }

  private StoreReach.Own own(OwnCredential credential) {
    return new StoreReach.Own(
        credential.id().toString(),
        credential.version(),
        lender -> {
          log.info(
              "Connection {} is opened with credentials {} of user {}",
              credential.connectionId(),
              credential.id(),
              credential.userId());
          return sign(
              opened(credential).flatMap(Opened::keys),
              credential.roleArn(),
              credential.externalId(),
              credential.userId(),
              lender);
        });
  }

  private StoreReach.Own extra(OwnCredential credential, int index) {
    return new StoreReach.Own(
        credential.id() + "/" + index,
        credential.version(),
        _ ->
            opened(credential)
                .map(keys -> sign(keys.extra().get(index)))
                .orElseThrow(OwnCredentials::replaced));
  }

  private Optional<Opened> opened(OwnCredential credential) {
    Optional<Opened> opened =
        rows.secrets(credential.id(), credential.version())
            .map(sealed -> secrets.open(credential.id(), sealed));
    if (opened.isEmpty() && credential.accessKeyId().isPresent()) {
      throw replaced();
    }
    return opened;
  }

  private static WindlassException replaced() {
    return Problem.of(
            Kind.UNAVAILABLE,
            "credentials_replaced",
            "The credentials were replaced or deleted at this moment.")
        .withRemedy("Repeat the request.")
        .toException();
  }

  private Optional<Problem> tryOut(String connectionId, long userId, NewCredential credential) {
    StoreReach.Own own =
        new StoreReach.Own(
            "new",
            0,
            lender ->
                sign(
                    credential.keys(),
                    credential.roleArn(),
                    credential.externalId(),
                    userId,
                    lender));
    Optional<Signing.Role> lent =
        credential.keys().isPresent()
            ? Optional.empty()
            : credential
                .roleArn()
                .map(arn ->
                    new Signing.Role(
                        arn,
                        credential.externalId(),
                        sessionName(userId),
                        LONGEST_SESSION,
                        new Signing.Ambient()));
    Optional<Problem> noted =
        connections.tryOut(connectionId, own, credential.keys().isPresent(), lent);
    for (NewCredential.ExtraKeys extra : credential.extra()) {
      StoreReach.Own more = new StoreReach.Own("new", 0, _ -> sign(extra.keys()));
      Optional<Problem> other = connections.tryOut(connectionId, more, true, Optional.empty());
      noted = noted.isPresent() ? noted : other;
    }
    return noted;
  }

  private static Signing sign(
      Optional<NewKeys> keys,
      Optional<String> roleArn,
      Optional<String> externalId,
      long userId,
      Optional<Signing> lender) {
    Optional<Signing> own = keys.map(OwnCredentials::sign);
    if (roleArn.isEmpty()) {
      return own.orElseThrow();
    }
    Signing source = own.or(() -> lender).orElseThrow(CredentialRules::nothingLent);
    return new Signing.Role(
        roleArn.get(), externalId, sessionName(userId), LONGEST_SESSION, source);
  }

  private static Signing sign(NewKeys keys) {
    return new Signing.Keys(keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
  }

  private static String sessionName(long userId) {
    return "windlass-user-" + userId;
  }
}

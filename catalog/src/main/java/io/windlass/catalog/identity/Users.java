package io.windlass.catalog.identity;

import io.windlass.database.Database;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Everybody with an account. Thread-safe. */
public final class Users {
  /** Everything that {@link User} holds; {@code p} is the principal and {@code u} the account. */
  static final String COLUMNS =
      """
      p.id, p.name, u.display_name, u.administrator, p.created_at,
      ARRAY(SELECT email FROM user_email WHERE user_id = p.id ORDER BY email) AS emails
      """;

  private static final String FROM = " FROM principal p JOIN user_account u USING (id) ";

  private final Jdbi jdbi;

  /** The users in the database. */
  public Users(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * Makes a user. For administrators.
   *
   * @throws io.windlass.foundation.WindlassException {@code invalid_name}, {@code invalid_email},
   *     {@code invalid_label}, {@code name_taken}, {@code email_taken}
   */
  public User create(Caller caller, NewUser user) {
    caller.requireAdministrator();
    return jdbi.inTransaction(
        handle -> insert(handle, user).orElseThrow(() -> Names.taken(user.name())));
  }

  /** The user with the id. */
  public Optional<User> find(long id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT " + COLUMNS + FROM + "WHERE p.id = :id")
            .bind("id", id)
            .mapTo(User.class)
            .findOne());
  }

  /** The user with the name, whatever the case, or with the e-mail address. */
  public Optional<User> find(String nameOrEmail) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT "
                    + COLUMNS
                    + FROM
                    + """
                    WHERE lower(p.name) = lower(:text) OR p.id =
                      (SELECT user_id FROM user_email WHERE lower(email) = lower(:text))
                    """)
            .bind("text", nameOrEmail)
            .mapTo(User.class)
            .findOne());
  }

  /** All users in the order of their creation. */
  public Page.Of<User> list(Page page) {
    return Lists.page(
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    "SELECT " + COLUMNS + FROM + "WHERE p.id > :after ORDER BY p.id LIMIT :limit")
                .bind("after", Lists.after(page))
                .bind("limit", page.limit() + 1)
                .mapTo(User.class)
                .list()),
        page,
        User::id);
  }

  /** The user as it calls with a token of these scopes. */
  public Optional<Caller> caller(long id, Scope... scopes) {
    return find(id).map(user -> Caller.of(user, Set.of(scopes), groups(id)));
  }

  private List<Long> groups(long userId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT group_id FROM group_member WHERE user_id = :id")
            .bind("id", userId)
            .mapTo(Long.class)
            .list());
  }

  /** The new user; empty when the name is taken. */
  static Optional<User> insert(Handle handle, NewUser user) {
    Names.checkName(user.name());
    Names.checkLabel(user.displayName());
    user.emails().forEach(Names::checkEmail);
    Optional<Long> id = Principals.insert(handle, Principal.Kind.USER, user.name());
    if (id.isEmpty()) {
      return Optional.empty();
    }
    handle
        .createUpdate(
            """
            INSERT INTO user_account (id, display_name, administrator)
            VALUES (:id, :displayName, :administrator)
            """)
        .bind("id", id.get())
        .bindMethods(user)
        .execute();
    for (String email : user.emails()) {
      insertEmail(handle, id.get(), email);
    }
    return handle
        .createQuery("SELECT " + COLUMNS + FROM + "WHERE p.id = :id")
        .bind("id", id.get())
        .mapTo(User.class)
        .findOne();
  }

  private static void insertEmail(Handle handle, long userId, String email) {
    int inserted =
        handle
            .createUpdate(
                """
                INSERT INTO user_email (user_id, email) VALUES (:id, :email)
                ON CONFLICT DO NOTHING
                """)
            .bind("id", userId)
            .bind("email", email)
            .execute();
    if (inserted == 0) {
      throw Problem.of(
              Kind.CONFLICT, "email_taken", "The e-mail address " + email + " is in use already.")
          .toException();
    }
  }
}

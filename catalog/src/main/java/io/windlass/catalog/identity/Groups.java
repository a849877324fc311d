package io.windlass.catalog.identity;

import io.windlass.database.Database;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Groups of users. Whoever makes a group looks after its members; administrators may too.
 * Thread-safe. A changed membership counts from the next request on, on every node.
 */
public final class Groups {
  private static final String SELECT =
      """
      SELECT p.id, p.name, g.description, g.created_by, p.created_at
      FROM principal p JOIN user_group g USING (id)
      """;

  private final Jdbi jdbi;

  /** The groups in the database. */
  public Groups(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * Makes a group without members.
   *
   * @throws io.windlass.foundation.WindlassException {@code invalid_name}, {@code invalid_label},
   *     {@code name_taken}
   */
  public Group create(Caller caller, String name, Optional<String> description) {
    caller.require(Scope.MODIFY);
    Names.checkName(name);
    Names.checkLabel(description);
    return jdbi.inTransaction(handle -> {
      long id =
          Principals.insert(handle, Principal.Kind.GROUP, name)
              .orElseThrow(() -> Names.taken(name));
      handle
          .createUpdate(
              """
              INSERT INTO user_group (id, description, created_by)
              VALUES (:id, :description, :createdBy)
              """)
          .bind("id", id)
          .bind("description", description)
          .bind("createdBy", caller.user().id())
          .execute();
      return handle
          .createQuery(SELECT + "WHERE p.id = :id")
          .bind("id", id)
          .mapTo(Group.class)
          .one();
    });
  }

  /** The group with the id. */
  public Optional<Group> find(long id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(SELECT + "WHERE p.id = :id")
            .bind("id", id)
            .mapTo(Group.class)
            .findOne());
  }

  /** The group with the name, whatever the case. */
  public Optional<Group> find(String name) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(SELECT + "WHERE lower(p.name) = lower(:name)")
            .bind("name", name)
            .mapTo(Group.class)
            .findOne());
  }

  /** All groups in the order of their creation. */
  public Page.Of<Group> list(Page page) {
    return Lists.page(
        jdbi.withHandle(handle ->
            handle
                .createQuery(SELECT + "WHERE p.id > :after ORDER BY p.id LIMIT :limit")
                .bind("after", Lists.after(page))
                .bind("limit", page.limit() + 1)
                .mapTo(Group.class)
                .list()),
        page,
        Group::id);
  }

  /** The groups that a user is in. */
  public List<Group> of(long userId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                SELECT
                    + """
                    WHERE p.id IN (SELECT group_id FROM group_member WHERE user_id = :user)
                    ORDER BY p.id
                    """)
            .bind("user", userId)
            .mapTo(Group.class)
            .list());
  }

  /** The members in the order of their creation. */
  public Page.Of<User> members(long groupId, Page page) {
    return Lists.page(
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    "SELECT "
                        + Users.COLUMNS
                        + """
                        FROM group_member m
                          JOIN principal p ON p.id = m.user_id
                          JOIN user_account u ON u.id = m.user_id
                        WHERE m.group_id = :group AND p.id > :after
                        ORDER BY p.id LIMIT :limit
                        """)
                .bind("group", groupId)
                .bind("after", Lists.after(page))
                .bind("limit", page.limit() + 1)
                .mapTo(User.class)
                .list()),
        page,
        User::id);
  }

  /**
   * Adds a user; one who is in it already stays.
   *
   * @throws io.windlass.foundation.WindlassException {@code group_not_found}, {@code
   *     user_not_found}, {@code group_not_yours}
   */
  public void addMember(Caller caller, long groupId, long userId) {
    requireKeeper(caller, groupId);
    jdbi.useTransaction(handle -> {
      int users =
          handle
              .createUpdate(
                  """
                  INSERT INTO group_member (group_id, user_id)
                  SELECT :group, id FROM user_account WHERE id = :user
                  ON CONFLICT (group_id, user_id) DO UPDATE SET user_id = excluded.user_id
                  """)
              .bind("group", groupId)
              .bind("user", userId)
              .execute();
      if (users == 0) {
        throw Problem.of(Kind.NOT_FOUND, "user_not_found", "There is no user " + userId + ".")
            .toException();
      }
    });
  }

  /**
   * Removes a user, who may also do so alone; one who is not in it stays away.
   *
   * @throws io.windlass.foundation.WindlassException {@code group_not_found}, {@code
   *     group_not_yours}
   */
  public void removeMember(Caller caller, long groupId, long userId) {
    if (caller.user().id() != userId) {
      requireKeeper(caller, groupId);
    }
    caller.require(Scope.MODIFY);
    jdbi.useHandle(handle ->
        handle
            .createUpdate("DELETE FROM group_member WHERE group_id = :group AND user_id = :user")
            .bind("group", groupId)
            .bind("user", userId)
            .execute());
  }

  private void requireKeeper(Caller caller, long groupId) {
    caller.require(Scope.MODIFY);
    Group group =
        find(groupId)
            .orElseThrow(() ->
                Problem.of(Kind.NOT_FOUND, "group_not_found", "There is no group " + groupId + ".")
                    .toException());
    if (group.createdBy() != caller.user().id() && !caller.administrator()) {
      throw Problem.of(
              Kind.FORBIDDEN,
              "group_not_yours",
              "Only who made the group and administrators may change its members.")
          .toException();
    }
  }
}

package io.windlass.catalog.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.connection.secrets.SecretBox;
import io.windlass.foundation.Page;
import io.windlass.testing.TestDatabase;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwsKeysTest {
  @TempDir static Path directory;
  static TestDatabase database;
  static SecretBox box;
  static Users users;
  static AwsKeys keys;

  @BeforeAll
  static void open() {
    database = TestDatabase.create();
    box = SecretBox.at(directory.resolve("secrets.key"), database.database());
    users = new Users(database.database());
    keys = new AwsKeys(database.database(), box);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void a_pair_has_the_form_of_aws_and_names_its_signer() {
    Caller caller = caller("signer", Scope.VIEW, Scope.MODIFY);
    Groups groups = new Groups(database.database());
    Group group = groups.create(caller, "signers", Optional.empty());
    groups.addMember(caller, group.id(), caller.user().id());
    CreatedAwsKey created = keys.create(caller, "laptop");
    assertThat(created.key().accessKeyId()).matches("WLAK[A-Z0-9]{16}");
    assertThat(created.secretAccessKey().reveal()).matches("[0-9A-Za-z]{40}");
    assertThat(created.toString()).doesNotContain(created.secretAccessKey().reveal());

    AwsSigner signer = keys.find(created.key().accessKeyId()).orElseThrow();
    assertThat(signer.secretAccessKey()).isEqualTo(created.secretAccessKey());
    assertThat(signer.caller().user()).isEqualTo(caller.user());
    assertThat(signer.caller().scopes()).containsExactlyInAnyOrder(Scope.VIEW, Scope.MODIFY);
    assertThat(signer.caller().principals()).contains(group.id());
    assertThat(keys.find("WLAK0000000000000000")).isEmpty();
  }

  @Test
  void the_secret_is_stored_sealed_and_opens_after_the_key_was_rotated() {
    CreatedAwsKey created = keys.create(caller("sealer"), "laptop");
    String row =
        database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "SELECT encode(sealed_secret, 'escape') FROM aws_key"
                            + " WHERE access_key_id = :id")
                    .bind("id", created.key().accessKeyId())
                    .mapTo(String.class)
                    .one());
    assertThat(row).doesNotContain(created.secretAccessKey().reveal());
    assertThat(box.rotate()).isPositive();
    assertThat(keys.find(created.key().accessKeyId()).orElseThrow().secretAccessKey())
        .isEqualTo(created.secretAccessKey());
  }

  @Test
  void a_revoked_pair_signs_nothing_on_any_node() {
    Caller caller = caller("revoker");
    Caller stranger = caller("stranger");
    CreatedAwsKey created = keys.create(caller, "laptop");
    AwsKeys otherNode = new AwsKeys(database.open(), box);
    String id = created.key().accessKeyId();
    assertThatThrownBy(() -> keys.revoke(stranger, id)).hasMessageStartingWith("aws_key_not_found");
    assertThat(otherNode.find(id)).isPresent();
    keys.revoke(caller, id);
    assertThat(otherNode.find(id)).isEmpty();
    assertThatThrownBy(() -> keys.revoke(caller, id)).hasMessageStartingWith("aws_key_not_found");
  }

  @Test
  void pairs_are_listed_page_by_page_for_their_owner_and_administrators() {
    Caller caller = caller("lister");
    keys.create(caller, "one");
    keys.create(caller, "two");
    Page.Of<AwsKey> first = keys.list(caller, caller.user().id(), new Page(Optional.empty(), 1));
    assertThat(first.items()).extracting(AwsKey::name).containsExactly("one");
    Page.Of<AwsKey> second =
        keys.list(Caller.system(), caller.user().id(), new Page(first.nextCursor(), 1));
    assertThat(second.items()).extracting(AwsKey::name).containsExactly("two");
    assertThat(second.nextCursor()).isEmpty();
    assertThatThrownBy(() -> keys.list(caller("looker"), caller.user().id(), Page.first()))
        .hasMessageStartingWith("administrator_required");
  }

  @Test
  void who_may_not_change_anything_gets_no_pair() {
    Caller looking = caller("only.looking", Scope.VIEW);
    assertThatThrownBy(() -> keys.create(looking, "x"))
        .hasMessageStartingWith("insufficient_scope");
    assertThatThrownBy(() -> keys.create(Caller.anonymous(), "x"))
        .hasMessageStartingWith("token_required");
    assertThatThrownBy(() -> keys.create(caller("labeller"), "a\nb"))
        .hasMessageStartingWith("invalid_label");
  }

  private static Caller caller(String name, Scope... scopes) {
    User user = users.create(Caller.system(), NewUser.named(name));
    return Caller.of(
        user, scopes.length == 0 ? EnumSet.allOf(Scope.class) : Set.of(scopes), Set.of());
  }
}

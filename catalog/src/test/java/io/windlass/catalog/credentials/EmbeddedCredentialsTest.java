package io.windlass.catalog.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.windlass.catalog.Entry;
import io.windlass.catalog.identity.CreatedAwsKey;
import io.windlass.catalog.lab.Lab;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.Permission;
import io.windlass.objectstore.Signing;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EmbeddedCredentialsTest extends CredentialsContract {
  @Override
  Lab open() {
    return Lab.embedded();
  }

  @Test
  void revoked_keys_stop_at_once() throws IOException {
    lab.put("revoked/x", "inside");
    Entry folder = lab.folder(lab.location("revoked", true));
    Issued issued = issue(lab.ann, folder.id(), Permission.READ_ONLY);
    ObjectStore with = with(issued);
    assertThat(read(with, "revoked/x")).isEqualTo("inside");

    Revocation revocation = lab.credentials.revoke(lab.ann, issued.id());

    StoreException refused =
        catchThrowableOfType(StoreException.class, () -> read(with, "revoked/x"));
    assertThat(refused.failure()).isInstanceOf(StoreFailure.BadKeys.class);
    assertThat(revocation.worksUntil()).isBefore(Instant.now().plusSeconds(1));
    assertThat(revocation.remedy()).isEmpty();
    assertThat(lab.credentials.revoke(lab.ann, issued.id())).isEqualTo(revocation);
    assertThat(issue(lab.ann, folder.id(), Permission.READ_ONLY).accessKeyId())
        .isNotEqualTo(issued.accessKeyId());
  }

  @Test
  void expired_keys_are_known_as_such_for_a_day_and_then_forgotten() {
    Entry folder = lab.folder(lab.location("expired", true));
    lab.clock.advance(Duration.ofHours(-1));
    Issued issued =
        lab.credentials.issue(
            lab.ann, folder.id(), Permission.READ_ONLY, Optional.of(Duration.ofMinutes(15)));
    lab.clock.advance(Duration.ofHours(1));

    StoreException refused =
        catchThrowableOfType(StoreException.class, () -> read(with(issued), "expired/x"));
    assertThat(refused.failure()).isInstanceOf(StoreFailure.ExpiredKeys.class);
    lab.windlassKeys.forgetExpired();
    assertThat(lab.windlassKeys.find(issued.accessKeyId())).isPresent();
    lab.clock.advance(Duration.ofDays(2));
    lab.windlassKeys.forgetExpired();
    lab.clock.advance(Duration.ofDays(-2));
    assertThat(lab.windlassKeys.find(issued.accessKeyId())).isEmpty();
  }

  @Test
  void a_wrong_session_token_is_refused() {
    Issued issued =
        issue(lab.ann, lab.folder(lab.location("token", true)).id(), Permission.READ_ONLY);
    ObjectStore without =
        lab.storeWith(
            new Signing.Keys(issued.accessKeyId(), issued.secretAccessKey(), Optional.empty()));

    StoreException refused =
        catchThrowableOfType(StoreException.class, () -> read(without, "token/x"));
    assertThat(refused.failure()).isNotInstanceOf(StoreFailure.NoSuchObject.class);
  }

  @Test
  void key_pairs_of_administrators_open_everything_and_those_of_others_nothing()
      throws IOException {
    lab.put("people/x", "inside");
    CreatedAwsKey admins = lab.awsKeys.create(lab.admin, "laptop");
    CreatedAwsKey anns = lab.awsKeys.create(lab.ann, "laptop");

    assertThat(read(with(admins), "people/x")).isEqualTo("inside");
    StoreException refused =
        catchThrowableOfType(StoreException.class, () -> read(with(anns), "people/x"));
    assertThat(refused.failure()).isInstanceOf(StoreFailure.BadKeys.class);
    lab.awsKeys.revoke(lab.admin, admins.key().accessKeyId());
    assertThat(lab.windlassKeys.find(admins.key().accessKeyId())).isEmpty();
    assertThat(lab.windlassKeys.find("nobody")).isEmpty();
  }

  @Test
  void each_issue_has_keys_of_its_own() {
    Entry folder = lab.folder(lab.location("own", true));

    assertThat(issue(lab.ann, folder.id(), Permission.READ_ONLY).accessKeyId())
        .isNotEqualTo(issue(lab.ann, folder.id(), Permission.READ_ONLY).accessKeyId());
  }

  private ObjectStore with(CreatedAwsKey key) {
    return lab.storeWith(
        new Signing.Keys(key.key().accessKeyId(), key.secretAccessKey(), Optional.empty()));
  }
}

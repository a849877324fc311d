package io.windlass.catalog.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.catalog.Entry;
import io.windlass.catalog.lab.Lab;
import io.windlass.objectstore.Permission;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CephCredentialsTest extends CredentialsContract {
  @Override
  Lab open() {
    return Lab.ceph();
  }

  @Test
  void revoked_keys_live_on_until_their_end_and_the_answer_says_so() throws IOException {
    lab.put("revoked/x", "inside");
    Entry folder = lab.folder(lab.location("revoked", true));
    Issued issued = issue(lab.ann, folder.id(), Permission.READ_ONLY);

    Revocation revocation = lab.credentials.revoke(lab.ann, issued.id());

    assertThat(read(with(issued), "revoked/x")).isEqualTo("inside");
    assertThat(Duration.between(issued.expiresAt(), revocation.worksUntil()).abs())
        .isLessThan(Duration.ofSeconds(1));
    assertThat(revocation.remedy().orElseThrow())
        .contains("S3Access")
        .contains("aws:TokenIssueTime");
  }
}

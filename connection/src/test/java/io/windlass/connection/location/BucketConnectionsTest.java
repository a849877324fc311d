package io.windlass.connection.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.connection.TestHouse;
import io.windlass.foundation.Ids;
import io.windlass.foundation.WindlassException;
import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BucketConnectionsTest {
  private static final Owner ADMINISTRATOR = new Owner(2, Set.of("2", "admin"), true);

  private final CephStore ceph = CephStore.shared();
  private TestHouse house;
  private BucketConnections search;
  private String bucket;

  @BeforeAll
  void openHouse() {
    house = new TestHouse(ceph);
    search = new BucketConnections(house.database().database(), house.connections());
    bucket = S3TestStore.uniqueBucket("found");
    house.store(ceph.alice()).createBucket(bucket);
  }

  @AfterAll
  void closeHouse() {
    house.close();
  }

  private String connection(String project, S3TestStore.Account account) {
    return house.connections().create(house.byKeys(project, TestHouse.keys(account))).id();
  }

  @Test
  void theOnlyConnectionThroughWhichTheBucketAnswersIsTaken() {
    String project = Ids.create("proj_");
    connection(project, ceph.bob());
    String alices = connection(project, ceph.alice());

    assertThat(search.find(project, bucket, "any/prefix")).isEqualTo(alices);
  }

  @Test
  void withoutOneTheRefusalSaysSo() {
    String project = Ids.create("proj_");
    connection(project, ceph.bob());
    connection(Ids.create("proj_"), ceph.alice());

    assertFails(() -> search.find(project, bucket, ""), "no_connection");
    assertFails(() -> search.find(project, "no-" + bucket, ""), "no_connection");
  }

  @Test
  void amongSeveralTheNarrowestLocationDecides() {
    String project = Ids.create("proj_");
    String one = connection(project, ceph.alice());
    String other = connection(project, ceph.alice());

    assertFails(() -> search.find(project, bucket, "a/b"), "ambiguous_connection");

    location(one, "");
    location(other, "a/b");
    assertThat(search.find(project, bucket, "a/b")).isEqualTo(other);
    assertThat(search.find(project, bucket, "a/b/c/")).isEqualTo(other);
    assertThat(search.find(project, bucket, "a/b2")).isEqualTo(one);
    assertThat(search.find(project, bucket, "a")).isEqualTo(one);
  }

  private void location(String connection, String baseKey) {
    house
        .locations()
        .create(NewLocation.external(connection, bucket, baseKey, false), ADMINISTRATOR);
  }

  private static void assertFails(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            WindlassException.class, e -> assertThat(e.problem().code()).isEqualTo(code));
  }
}

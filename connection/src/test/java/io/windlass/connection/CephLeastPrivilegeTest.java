package io.windlass.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.connection.policy.PolicyPrinter;
import io.windlass.connection.policy.PolicyRequest;
import io.windlass.connection.policy.PolicyUse;
import io.windlass.connection.verification.Verification;
import io.windlass.connection.verification.Verification.Check;
import io.windlass.connection.verification.Verification.Outcome;
import io.windlass.connection.verification.VerifyRequest;
import io.windlass.foundation.Ids;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user who has exactly a printed policy can do what it is for, and nothing more. */
class CephLeastPrivilegeTest {
  private static final Set<String> OBJECTS =
      Set.of("put", "head", "get", "multipart", "multipart-parts", "multipart-abort", "delete");

  private final CephStore ceph = CephStore.shared();
  private final String policyName = "p" + Ids.random(12);
  private CephUserPolicies policies;
  private TestHouse house;
  private ObjectStore owners;
  private String bucket;
  private Connection connection;

  @BeforeEach
  void open() {
    policies = new CephUserPolicies(ceph);
    house = new TestHouse(ceph);
    owners = house.store(ceph.alice());
    bucket = S3TestStore.uniqueBucket("least");
    owners.createBucket(bucket);
    for (String key : new String[] {"part/x", "part2/x"}) {
      owners.put(ObjectId.of(bucket, key), WriteOptions.NONE, Body.of("x".getBytes(UTF_8)));
    }
    connection =
        house.connections().create(house.byKeys(Ids.create("proj_"), TestHouse.keys(ceph.bob())));
  }

  @AfterEach
  void close() throws Exception {
    policies.delete("bob", policyName);
    policies.close();
    house.close();
  }

  @Test
  void localGrantsAllOfAPrefixAndNothingBesideIt() throws Exception {
    attach(PolicyUse.LOCAL, "part");
    assertThat(verify("part", false).valid()).isTrue();
    Map<String, Outcome> beside = outcomes(verify("part2", false));
    for (String check : OBJECTS) {
      assertThat(beside.get(check))
          .as(check)
          .isIn(Outcome.DENIED, Outcome.SKIPPED, Outcome.WARNING);
    }
    assertThat(beside.get("put")).isEqualTo(Outcome.DENIED);
    assertThat(beside.get("get")).isEqualTo(Outcome.DENIED);
  }

  @Test
  void readOnlyReadsAndWritesNothing() throws Exception {
    attach(PolicyUse.READ_ONLY, "part");
    assertThat(verify("part", true).valid()).isTrue();
    Map<String, Outcome> writing = outcomes(verify("part", false));
    assertThat(writing)
        .containsEntry("get", Outcome.ALLOWED)
        .containsEntry("list", Outcome.ALLOWED)
        .containsEntry("put", Outcome.DENIED)
        .containsEntry("multipart", Outcome.DENIED)
        .containsEntry("delete", Outcome.DENIED);
  }

  @Test
  void noDeleteWritesAndDeletesNothing() throws Exception {
    attach(PolicyUse.NO_DELETE, "part");
    assertThat(outcomes(verify("part", false)))
        .containsEntry("put", Outcome.ALLOWED)
        .containsEntry("get", Outcome.ALLOWED)
        .containsEntry("multipart-abort", Outcome.ALLOWED)
        .containsEntry("delete", Outcome.DENIED);
  }

  private void attach(PolicyUse use, String prefix) throws Exception {
    policies.put("bob", policyName, PolicyPrinter.print(PolicyRequest.of(use, bucket, prefix)));
  }

  private Verification verify(String prefix, boolean readOnly) {
    return house
        .connections()
        .verify(connection.id(), new VerifyRequest(Optional.of(bucket), prefix, readOnly));
  }

  private static Map<String, Outcome> outcomes(Verification verification) {
    return verification.checks().stream().collect(Collectors.toMap(Check::check, Check::outcome));
  }
}

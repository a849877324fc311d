package io.windlass.connection.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.Permission;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionPolicyTest {
  private static final String BUCKET = "bucket";
  private static final List<String> WRITES =
      List.of(
          "s3:PutObject",
          "s3:DeleteObject",
          "s3:AbortMultipartUpload",
          "s3:ListMultipartUploadParts");

  @Test
  void readOnlyReadsAndListsBelowAndWritesNothing() throws Exception {
    PolicyEvaluator policy = policy("base", Permission.READ_ONLY);
    assertThat(policy.allowsObject("s3:GetObject", BUCKET, "base/a/b.txt")).isTrue();
    assertThat(policy.allowsList(BUCKET, "base/", "")).isTrue();
    assertThat(policy.allowsList(BUCKET, "base/a", "/")).isTrue();
    for (String action : WRITES) {
      assertThat(policy.allowsObject(action, BUCKET, "base/a")).as(action).isFalse();
    }
  }

  @Test
  void readWriteWritesBelow() throws Exception {
    PolicyEvaluator policy = policy("base", Permission.READ_WRITE);
    for (String action : WRITES) {
      assertThat(policy.allowsObject(action, BUCKET, "base/a")).as(action).isTrue();
      assertThat(policy.allowsObject(action, BUCKET, "base2/a")).as(action).isFalse();
    }
    assertThat(
            policy.allows(
                "s3:ListBucketMultipartUploads",
                "arn:aws:s3:::bucket",
                Map.of("s3:prefix", "base/")))
        .isTrue();
    assertThat(policy.allows("s3:ListBucketMultipartUploads", "arn:aws:s3:::bucket", Map.of()))
        .isFalse();
  }

  @Test
  void theBaseKeyItselfListsOnlyWithADelimiter() throws Exception {
    PolicyEvaluator policy = policy("base", Permission.READ_ONLY);
    assertThat(policy.allowsList(BUCKET, "base", "/")).isTrue();
    assertThat(policy.allowsList(BUCKET, "base", "")).isFalse();
    assertThat(policy.allowsObject("s3:GetObject", BUCKET, "base")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Permission.class)
  void ownerFilesAreOutOfReachAtAnyDepth(Permission permission) throws Exception {
    for (String baseKey : List.of("", "base", "base/deep")) {
      PolicyEvaluator policy = policy(baseKey, permission);
      String prefix = baseKey.isEmpty() ? "" : baseKey + "/";
      for (String name : List.of("owner.txt", "a/owner.txt", "a/b/owner.txt", "/owner.txt")) {
        assertThat(policy.allowsObject("s3:PutObject", BUCKET, prefix + name)).isFalse();
        assertThat(policy.allowsObject("s3:GetObject", BUCKET, prefix + name)).isFalse();
      }
      assertThat(policy.allowsObject("s3:GetObject", BUCKET, prefix + "downer.txt")).isTrue();
      assertThat(policy.allowsObject("s3:GetObject", BUCKET, prefix + "owner.txt2")).isTrue();
    }
  }

  @Test
  void withoutABaseKeyTheWholeBucketIsOpenAndNoOther() throws Exception {
    PolicyEvaluator policy = policy("", Permission.READ_WRITE);
    assertThat(policy.allowsObject("s3:PutObject", BUCKET, "anything/at all")).isTrue();
    assertThat(policy.allows("s3:ListBucket", "arn:aws:s3:::bucket", Map.of())).isTrue();
    assertThat(policy.allowsObject("s3:GetObject", "bucket2", "anything")).isFalse();
    assertThat(policy.allowsObject("s3:GetObject", "bucke", "t/anything")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "a*",
        "a?b",
        "a$b",
        "${aws:userid}",
        "a\"b",
        "a\\b",
        "a\nb",
        "a\u0000b",
        "/a",
        "a/",
        "a//b",
        "..",
        "a/../b",
        "./a",
        " a",
        "a\t",
        "\ud800"
      })
  void oddBaseKeysAreRefused(String baseKey) {
    assertThatThrownBy(() -> SessionPolicy.of(BUCKET, baseKey, Permission.READ_ONLY))
        .isInstanceOfSatisfying(
            WindlassException.class,
            e -> assertThat(e.problem().code()).isEqualTo("invalid_base_key"));
  }

  @Test
  void aPathThatIsTooLongIsToldSo() {
    assertThatThrownBy(() -> SessionPolicy.of(BUCKET, "é".repeat(200), Permission.READ_WRITE))
        .isInstanceOfSatisfying(
            WindlassException.class,
            e -> assertThat(e.problem().code()).isEqualTo("policy_too_long"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"arn:aws:s3:::b", "s3://bucket", "b/c", "b*", "ab", ""})
  void onlyBareBucketNamesAreTaken(String bucket) {
    assertThatThrownBy(() -> SessionPolicy.of(bucket, "base", Permission.READ_ONLY))
        .isInstanceOfSatisfying(
            WindlassException.class,
            e -> assertThat(e.problem().code()).isEqualTo("invalid_bucket_name"));
  }

  @Property(tries = 500)
  void whateverTheBaseKeySiblingsAreOutOfReach(
      @ForAll("texts") String text, @ForAll("texts") String suffix, @ForAll Permission permission)
      throws Exception {
    String baseKey;
    String json;
    try {
      baseKey = BaseKey.clean(text);
      json = SessionPolicy.of(BUCKET, baseKey, permission);
    } catch (WindlassException e) {
      assertThat(e.problem().code()).isIn("invalid_base_key", "policy_too_long");
      return;
    }
    if (baseKey.isEmpty()) {
      return;
    }
    assertThat(json).hasSizeLessThanOrEqualTo(2048).matches("[\\x21-\\x7e]+");
    PolicyEvaluator policy = new PolicyEvaluator(json);
    assertThat(policy.allowsObject("s3:GetObject", BUCKET, baseKey + "/x")).isTrue();
    assertThat(policy.allowsList(BUCKET, baseKey + "/", "")).isTrue();
    for (String key : List.of(baseKey + suffix, suffix, "x" + baseKey + "/x", suffix + "/x")) {
      if (!key.startsWith(baseKey + "/")) {
        for (String action : List.of("s3:GetObject", "s3:PutObject", "s3:DeleteObject")) {
          assertThat(policy.allowsObject(action, BUCKET, key)).as(key).isFalse();
        }
        assertThat(policy.allowsList(BUCKET, key, "")).as(key).isFalse();
      }
    }
    assertThat(policy.allows("s3:ListBucket", "arn:aws:s3:::bucket", Map.of())).isFalse();
    assertThat(policy.allowsList(BUCKET, "", "/")).isFalse();
    assertThat(policy.allowsObject("s3:GetObject", "bucket2", baseKey + "/x")).isFalse();
  }

  @Property(tries = 500)
  void cleaningTwiceChangesNothing(@ForAll("texts") String text) {
    try {
      String once = BaseKey.clean(text);
      assertThat(BaseKey.clean(once)).isEqualTo(once);
    } catch (WindlassException e) {
      assertThat(e.problem().code()).isEqualTo("invalid_base_key");
    }
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> tame =
        Arbitraries.strings().withChars("ab2/-_. +é日*?$").ofMinLength(1).ofMaxLength(40);
    return Arbitraries.oneOf(tame, Arbitraries.strings().ofMaxLength(60));
  }

  private static PolicyEvaluator policy(String baseKey, Permission permission) throws Exception {
    return new PolicyEvaluator(SessionPolicy.of(BUCKET, baseKey, permission));
  }
}

package io.windlass.objectstore;

import static io.windlass.objectstore.ObjectStoreContract.failure;
import static io.windlass.objectstore.ObjectStoreContract.keys;
import static io.windlass.objectstore.ObjectStoreContract.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.testing.S3TestStore;
import io.windlass.testing.S3TestStore.Capability;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Keys are data: each comes back as it was. */
interface KeyContract extends StoreGround {
  List<String> PLAIN_KEYS =
      List.of(
          "keys/plain.txt",
          "keys/with blank",
          "keys/plus+sign",
          "keys/per%cent",
          "keys/per%20cent",
          "keys/ünïcødé/日本語",
          "keys/emoji-\uD83D\uDE80",
          "keys/a&b=c?d#e;f:g@h,i$j",
          "keys/quote'double\"tick`",
          "keys/[brackets]{braces}<angles>",
          "keys/back\\slash|pipe^caret~tilde*star!",
          "keys/.hidden",
          "keys/trailing.",
          "keys/UPPER/upper");

  List<String> ODD_KEYS =
      List.of(
          "odd//double",
          "odd///triple",
          "/odd/leading",
          "odd/./dot",
          "odd/../dots",
          "odd/..",
          "../odd",
          "odd/marker/",
          "odd/marker",
          "odd/marker/below",
          "odd/file",
          "odd/file/below",
          "odd/" + "n".repeat(300) + "/long",
          "odd/tab\there",
          "odd/bell\u0007here");

  @Test
  default void plainKeysRoundTripAndAreListedAsTheyAre() throws IOException {
    roundTrip(PLAIN_KEYS, "keys/");
  }

  @Test
  default void keysAreDataAndNeverPaths() throws IOException {
    assumeTrue(can(Capability.EVERY_KEY));
    roundTrip(ODD_KEYS, "");
  }

  @Test
  default void aKeyOf1024BytesIsTheLongest() throws IOException {
    assumeTrue(can(Capability.EVERY_KEY));
    String own = "long/" + "k".repeat(1019);
    store().put(id(own), WriteOptions.NONE, text("x"));
    assertThat(read(id(own))).hasSize(1);
    assertThat(failure(() -> store().put(id(own + "k"), WriteOptions.NONE, text("x"))))
        .isInstanceOf(StoreFailure.Refused.class);
  }

  private void roundTrip(List<String> names, String prefix) throws IOException {
    String own = S3TestStore.uniqueBucket("keys");
    store().createBucket(own);
    for (String key : names) {
      store().put(ObjectId.of(own, key), WriteOptions.NONE, text("bytes of " + key));
    }
    for (String key : names) {
      assertThat(read(ObjectId.of(own, key)))
          .describedAs(key)
          .isEqualTo(("bytes of " + key).getBytes(UTF_8));
      assertThat(store().head(ObjectId.of(own, key)).id().key()).isEqualTo(key);
    }
    List<String> sorted = names.stream().sorted(KeyContract::byUtf8).toList();
    assertThat(keys(store().walk(own, prefix, Optional.empty()))).containsExactlyElementsOf(sorted);
    for (String key : names) {
      ObjectId copy = ObjectId.of(own, "copy-of-" + key);
      store().copy(ObjectId.of(own, key), copy, WriteOptions.NONE);
      assertThat(read(copy))
          .describedAs("copy of " + key)
          .isEqualTo(("bytes of " + key).getBytes(UTF_8));
    }
    List<ObjectId> all = names.stream().map(key -> ObjectId.of(own, key)).toList();
    assertThat(store().deleteAll(own, all)).isEmpty();
    assertThat(keys(store().walk(own, prefix, Optional.empty())))
        .noneMatch(key -> !key.startsWith("copy-of-"));
  }

  private static int byUtf8(String a, String b) {
    return Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
  }
}

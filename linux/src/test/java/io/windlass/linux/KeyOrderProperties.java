package io.windlass.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.foundation.KeyOrder;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class KeyOrderProperties {
  @Property
  void keys_are_ordered_by_the_bytes_of_their_utf_8(@ForAll String a, @ForAll String b) {
    if (FileName.isText(a) && FileName.isText(b)) {
      int bytes = Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
      assertThat(Integer.signum(KeyOrder.compare(a, b))).isEqualTo(Integer.signum(bytes));
    }
  }

  @Property
  void any_strings_have_an_order(@ForAll String a, @ForAll String b, @ForAll String c) {
    assertThat(KeyOrder.compare(a, b)).isEqualTo(-KeyOrder.compare(b, a));
    if (KeyOrder.compare(a, b) <= 0 && KeyOrder.compare(b, c) <= 0) {
      assertThat(KeyOrder.compare(a, c)).isLessThanOrEqualTo(0);
    }
  }
}

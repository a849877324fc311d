package io.windlass.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class FileNameTest {

  @Property
  void everyNameGoesToTextAndBack(@ForAll @Size(max = 40) byte[] name) {
    assertThat(FileName.encode(FileName.decode(name))).isEqualTo(name);
  }

  @Property
  void textIsItself(@ForAll String text) {
    byte[] bytes = text.getBytes(UTF_8);
    String clean = new String(bytes, UTF_8);
    assertThat(FileName.decode(bytes)).isEqualTo(clean);
    assertThat(FileName.encode(clean)).isEqualTo(bytes);
    assertThat(FileName.isText(clean)).isTrue();
  }
}

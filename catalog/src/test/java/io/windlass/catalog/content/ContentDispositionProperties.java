package io.windlass.catalog.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;

class ContentDispositionProperties {
  private static final Pattern FORM =
      Pattern.compile(
          "attachment; filename=\"([ -~&&[^\"\\\\]]*)\"(?:; filename\\*=UTF-8''(\\S+))?");

  @Property
  void no_name_breaks_out_of_the_header_and_every_name_can_be_read_from_it(
      @ForAll @NotBlank String name) {
    String header = ContentDisposition.ATTACHMENT.header(name);

    Matcher matcher = FORM.matcher(header);
    assertThat(matcher.matches()).as(header).isTrue();
    String read =
        matcher.group(2) == null
            ? matcher.group(1)
            : URLDecoder.decode(matcher.group(2).replace("+", "%2B"), UTF_8);
    assertThat(read).isEqualTo(new String(name.getBytes(UTF_8), UTF_8));
  }

  @Example
  void a_plain_name_stays_plain() {
    assertThat(ContentDisposition.INLINE.header("a b.csv"))
        .isEqualTo("inline; filename=\"a b.csv\"");
  }
}

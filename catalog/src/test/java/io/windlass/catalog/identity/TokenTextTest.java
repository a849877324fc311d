package io.windlass.catalog.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.foundation.Secret;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TokenTextTest {
  @Property(tries = 200)
  void every_created_text_parses_to_itself(@ForAll @IntRange(max = 2) int ignored) {
    TokenText created = TokenText.create();
    TokenText parsed = TokenText.parse(created.text()).orElseThrow();
    assertThat(parsed).isEqualTo(created);
    assertThat(parsed.matches(created.hash())).isTrue();
    assertThat(TokenText.create().matches(created.hash())).isFalse();
  }

  @Property
  void a_changed_text_is_refused_or_does_not_match(
      @ForAll @IntRange(max = 55) int position, @ForAll char changed) {
    TokenText created = TokenText.create();
    StringBuilder text = new StringBuilder(created.text().reveal());
    boolean same = text.charAt(position) == changed;
    text.setCharAt(position, changed);
    boolean accepted =
        TokenText.parse(Secret.of(text.toString()))
            .filter(parsed -> parsed.id().equals(created.id()))
            .filter(parsed -> parsed.matches(created.hash()))
            .isPresent();
    assertThat(accepted).isEqualTo(same);
  }

  @Property
  void no_other_text_parses(@ForAll String text) {
    assertThat(TokenText.parse(Secret.of(text)).isPresent())
        .isEqualTo(text.matches("wl_[0-9A-Za-z]{12}_[0-9A-Za-z]{40}"));
  }
}

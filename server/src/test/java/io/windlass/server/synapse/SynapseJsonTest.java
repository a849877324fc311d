package io.windlass.server.synapse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SynapseJsonTest {

  record Sample(
      Optional<String> text,
      Optional<Long> number,
      Optional<Boolean> flag,
      boolean plain,
      List<String> items,
      Map<String, Sample> map)
      implements Document {}

  @Test
  void leavesAbsentFieldsOut() {
    Sample empty =
        new Sample(
            Optional.empty(), Optional.empty(), Optional.empty(), false, List.of(), Map.of());

    assertThat(text(empty)).isEqualTo("{\"plain\":false,\"items\":[],\"map\":{}}");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T10:00:00Z, 2026-11-21T10:00:00.000Z",
    "2026-11-21T10:00:00.123456789Z, 2026-11-21T10:00:00.123Z",
    "2026-11-21T10:00:00.9999999Z, 2026-11-21T10:00:00.999Z"
  })
  void writesInstantsWithThreeDigitsOfFraction(Instant instant, String written) {
    assertThat(SynapseJson.timestamp(instant)).isEqualTo(written);
    assertThat(text(Map.of("at", instant))).isEqualTo("{\"at\":\"" + written + "\"}");
  }

  @Test
  void takesNumbersForTextsAndTextsForNumbers() {
    Sample sample = read("{\"text\":1011,\"number\":\"1006\",\"flag\":\"true\",\"items\":[7]}");

    assertThat(sample.text()).contains("1011");
    assertThat(sample.number()).contains(1006L);
    assertThat(sample.flag()).contains(true);
    assertThat(sample.items()).containsExactly("7");
  }

  @Test
  void takesNullAndAbsentForTheSame() {
    Sample sample =
        read("{\"text\":null,\"number\":null,\"flag\":null,\"plain\":null,\"items\":null}");

    assertThat(sample).isEqualTo(read("{}")).isEqualTo(read(""));
    assertThat(sample.items()).isEmpty();
    assertThat(sample.map()).isEmpty();
  }

  @Test
  void ignoresUnknownFields() {
    assertThat(read("{\"versionComment\":null,\"x\":{\"y\":[1]},\"text\":\"a\"}").text())
        .contains("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "nonsense",
        "[]",
        "\"text\"",
        "null",
        "{\"number\":\"x\"}",
        "{\"items\":[null]}",
        "{\"map\":3}",
        "{\"items\":{}}"
      })
  void refusesWhatDoesNotFitAsInvalid(String body) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOfSatisfying(
            WindlassException.class,
            e -> {
              assertThat(e.problem().kind()).isEqualTo(Kind.INVALID);
              assertThat(e.problem().code()).isEqualTo("malformed_json");
            });
  }

  @Test
  void namesTheFieldThatDoesNotFit() {
    assertThatThrownBy(() -> read("{\"map\":{\"a\":{\"number\":\"x\"}}}"))
        .hasMessageContaining("map.a.number");
  }

  @ParameterizedTest
  @CsvSource({"syn123, 123", "SYN123, 123", "123, 123", "Syn7, 7"})
  void readsEntityIdsInEveryForm(String id, long number) {
    assertThat(EntityIds.parse(id)).isEqualTo(number);
    assertThat(EntityIds.show(number)).isEqualTo("syn" + number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "syn", "syn-1", "sin1", "1.2", "99999999999999999999", "syn1/2"})
  void refusesOtherEntityIds(String id) {
    assertThatThrownBy(() -> EntityIds.parse(id)).hasMessageContaining("invalid_entity_id");
  }

  @Test
  void takesTheRootForNoParent() {
    assertThat(EntityIds.parseParent(Optional.of("syn4489"))).isEmpty();
    assertThat(EntityIds.parseParent(Optional.empty())).isEmpty();
    assertThat(EntityIds.parseParent(Optional.of("syn5"))).contains(5L);
    assertThat(EntityIds.showParent(Optional.empty())).isEqualTo("syn4489");
  }

  private static String text(Object document) {
    return new String(SynapseJson.write(document), UTF_8);
  }

  private static Sample read(String body) {
    return SynapseJson.read(new ByteArrayInputStream(body.getBytes(UTF_8)), Sample.class);
  }
}

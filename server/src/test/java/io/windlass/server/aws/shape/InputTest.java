package io.windlass.server.aws.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.server.aws.AwsFault;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputTest {
  private static final Shape.Structure SHAPE =
      Shape.structure(
          Shape.required("TheName", Shape.text(2, 4, "^[a-z\\x{1F600}]*$")),
          Shape.optional("Size", Shape.whole(1, 10)),
          Shape.optional("Word", Shape.oneOf("ONE", "TWO")),
          Shape.optional("On", Shape.flag()),
          Shape.optional(
              "Tags",
              Shape.list(Shape.structure(Shape.required("Key", Shape.text(1, 3, ".*"))), 1, 2)));

  @Test
  void membersAreReadAsTheyCame() {
    Input input =
        read("{'TheName':'abc','Size':7,'On':true,'Tags':[{'Key':'k'}],'Word':null,'Else':[1]}");

    assertThat(input.text("TheName")).isEqualTo("abc");
    assertThat(input.whole("Size")).hasValue(7);
    assertThat(input.flag("On")).contains(true);
    assertThat(input.has("Word")).isFalse();
    assertThat(input.optionalText("Word")).isEmpty();
    assertThat(input.structures("Tags"))
        .singleElement()
        .satisfies(tag -> assertThat(tag.text("Key")).isEqualTo("k"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {} | Value null at 'theName' failed to satisfy constraint: Member must not be null
          {'TheName':'a'} | Value 'a' at 'theName' failed to satisfy constraint: Member must have length greater than or equal to 2
          {'TheName':'abcde'} | Value 'abcde' at 'theName' failed to satisfy constraint: Member must have length less than or equal to 4
          {'TheName':'A1'} | Value 'A1' at 'theName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z\\x{1F600}]*$
          {'TheName':'ab','Size':0} | Value '0' at 'size' failed to satisfy constraint: Member must have value greater than or equal to 1
          {'TheName':'ab','Size':11} | Value '11' at 'size' failed to satisfy constraint: Member must have value less than or equal to 10
          {'TheName':'ab','Size':99999999999999999999} | Value '99999999999999999999' at 'size' failed to satisfy constraint: Member must have value less than or equal to 10
          {'TheName':'ab','Word':'three'} | Value 'three' at 'word' failed to satisfy constraint: Member must satisfy enum value set: [ONE, TWO]
          {'TheName':'ab','Tags':[]} | Value '[]' at 'tags' failed to satisfy constraint: Member must have length greater than or equal to 1
          {'TheName':'ab','Tags':[{'Key':'a'},{'Key':'long'}]} | Value 'long' at 'tags.2.member.key' failed to satisfy constraint: Member must have length less than or equal to 3
          {'TheName':'ab','Tags':[{'Key':'a'},{}]} | Value null at 'tags.2.member.key' failed to satisfy constraint: Member must not be null
          """)
  void aFaultIsToldInTheWordsOfAws(String request, String sentence) {
    assertThatThrownBy(() -> read(request))
        .isInstanceOf(AwsFault.class)
        .hasMessage("1 validation error detected: " + sentence);
  }

  @Test
  void lengthCountsCharactersAndNotHalves() {
    assertThat(
            read("{'TheName':'\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00'}").text("TheName"))
        .hasSize(8);
  }

  @Test
  void halfACharacterIsNoText() {
    Shape.Structure any = Shape.structure(Shape.required("Text", Shape.text(0, 9, ".*")));

    assertThatThrownBy(() -> Input.of(json("{'Text':'a\\ud83d'}"), any, InputTest::misshapen))
        .hasMessageContaining("Unicode");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'TheName':1}",
        "{'TheName':'ab','Size':'1'}",
        "{'TheName':'ab','Size':1.0}",
        "{'TheName':'ab','On':'true'}",
        "{'TheName':'ab','Tags':{}}",
        "{'TheName':'ab','Tags':['a']}",
        "{'TheName':'ab','Tags':[null]}",
      })
  void anotherTypeIsASerializationException(String request) {
    assertThatThrownBy(() -> read(request))
        .isInstanceOfSatisfying(
            AwsFault.class, fault -> assertThat(fault.code()).isEqualTo("SerializationException"));
  }

  private static Input read(String request) {
    return Input.of(json(request), SHAPE, InputTest::misshapen);
  }

  private static AwsFault misshapen(String sentence) {
    return AwsFault.client("BadRequest", sentence);
  }

  private static ObjectNode json(String request) {
    try {
      return (ObjectNode) new ObjectMapper().readTree(request.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.windlass.server.synapse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorDocumentTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy error",
        "slow down",
        "slowdown",
        "timeout",
        "timed out",
        "connection reset by peer",
        "couldn't connect to host",
        "unknown ssl protocol error",
        "try again"
      })
  void neverSaysWhatMakesClientsRetry(String phrase) {
    for (String text :
        new String[] {phrase, phrase.toUpperCase(Locale.ROOT), "The store said: " + phrase + "."}) {
      Problem problem =
          Problem.of(Kind.STORE_REFUSED, "store_refused", text).withRemedy("Or: " + text);

      assertThat(ErrorDocument.of(problem).reason().toLowerCase(Locale.ROOT))
          .doesNotContain(phrase)
          .isNotBlank();
    }
  }

  @Test
  void tellsReasonAndRemedyAndCode() {
    Problem problem = Problem.of(Kind.INVALID, "bad_name", "No.").withRemedy("Use another.");

    assertThat(new String(SynapseJson.write(ErrorDocument.of(problem)), UTF_8))
        .isEqualTo(
            "{\"concreteType\":\"org.sagebionetworks.repo.model.ErrorResponse\","
                + "\"reason\":\"No. Use another.\",\"errorCode\":\"bad_name\"}");
  }

  @Test
  void writesScopeErrorsAsOauthDoes() {
    assertThat(
            new String(SynapseJson.write(ErrorDocument.insufficientScope("download, view")), UTF_8))
        .contains("\"error\":\"insufficient_scope\"")
        .contains("\"error_description\":\"download, view\"")
        .contains("\"reason\":\"insufficient_scope. download, view\"");
  }
}

package io.windlass.cli.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.cli.output.CliException;
import io.windlass.client.WindlassJson;
import io.windlass.client.model.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyFormatTest {
  private static Credentials keys(String prefix) {
    return new Credentials(
        "cred_1",
        "bucket",
        prefix,
        "AKIA",
        "secret/+=",
        "token",
        Instant.parse("2026-11-21T22:00:00Z"),
        "eu-west-1",
        Optional.of(URI.create("http://127.0.0.1:8081")),
        true,
        "read_only");
  }

  @Test
  void aShellReadsBackExactlyWhatWasWritten() throws IOException, InterruptedException {
    String prefix = "it's $(touch x) `id` \"q\" \\ \u2018ü/";
    String script = KeyFormat.SHELL.print(keys(prefix)) + "\nprintf %s \"$WINDLASS_S3_LOCATION\"";
    Process shell = new ProcessBuilder(List.of("sh", "-c", script)).start();
    String read = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).isZero();
    assertThat(read).isEqualTo("s3://bucket/" + prefix);
  }

  @Test
  void shellVariablesCarryKeysRegionAndEndpoint() {
    assertThat(KeyFormat.SHELL.print(keys("raw/")).lines())
        .containsExactly(
            "export AWS_ACCESS_KEY_ID='AKIA'",
            "export AWS_SECRET_ACCESS_KEY='secret/+='",
            "export AWS_SESSION_TOKEN='token'",
            "export AWS_CREDENTIAL_EXPIRATION='2026-11-21T22:00:00Z'",
            "export AWS_REGION='eu-west-1'",
            "export AWS_DEFAULT_REGION='eu-west-1'",
            "export AWS_ENDPOINT_URL_S3='http://127.0.0.1:8081'",
            "export WINDLASS_S3_LOCATION='s3://bucket/raw/'");
  }

  @Test
  void environmentFilesTakeNoQuotesAndNoSecondLine() {
    assertThat(KeyFormat.ENV.print(keys("raw/"))).contains("AWS_SECRET_ACCESS_KEY=secret/+=\n");
    assertThatThrownBy(() -> KeyFormat.ENV.print(keys("a\nAWS_REGION=evil/")))
        .isInstanceOf(CliException.class);
  }

  @Test
  void theCommandPromptGetsNothingThatItWouldExpand() {
    assertThat(KeyFormat.CMD.print(keys("a&b/"))).contains("set \"AWS_ACCESS_KEY_ID=AKIA\"");
    for (String unsafe : List.of("%PATH%/", "a\"b/", "a!b!/", "a\nb/")) {
      assertThatThrownBy(() -> KeyFormat.CMD.print(keys(unsafe))).isInstanceOf(CliException.class);
    }
  }

  @Test
  void powershellQuotesOfEveryKindAreDoubled() {
    assertThat(KeyFormat.POWERSHELL.print(keys("it's \u2019x/")))
        .contains("$Env:WINDLASS_S3_LOCATION = 's3://bucket/it''s \u2019\u2019x/'");
  }

  @Test
  void processIsTheDocumentThatCredentialProcessWants() throws IOException {
    JsonNode document = WindlassJson.mapper().readTree(KeyFormat.PROCESS.print(keys("raw/")));
    assertThat(document.toString())
        .isEqualTo(
            "{\"Version\":1,\"AccessKeyId\":\"AKIA\",\"SecretAccessKey\":\"secret/+=\","
                + "\"SessionToken\":\"token\",\"Expiration\":\"2026-11-21T22:00:00Z\"}");
  }

  @Test
  void botoGetsTheArgumentsOfItsClient() throws IOException {
    JsonNode arguments = WindlassJson.mapper().readTree(KeyFormat.BOTO.print(keys("raw/")));
    assertThat(arguments.fieldNames())
        .toIterable()
        .containsExactly(
            "aws_access_key_id",
            "aws_secret_access_key",
            "aws_session_token",
            "region_name",
            "endpoint_url");
  }
}

package io.windlass.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.connection.Connection.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.StoreAddress.ChecksumMode;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionDocumentTest {
  @Test
  void thePublishedKeysExampleLoads() {
    NewConnection connection =
        ConnectionDocument.parse(
                """
                {
                    "type": "s3",
                    "name": "my-s3-source-bucket",
                    "credentials": {
                        "access_key_id": "AKIAIOSFODNN7EXAMPLE",
                        "secret_access_key": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
                    }
                }
                """)
            .newConnection("proj_x", 7);
    assertThat(connection.kind()).isEqualTo(Kind.KEYS);
    assertThat(connection.name()).contains("my-s3-source-bucket");
    assertThat(connection.keys().orElseThrow().accessKeyId()).isEqualTo("AKIAIOSFODNN7EXAMPLE");
    assertThat(connection.keys().orElseThrow().secretAccessKey().reveal())
        .isEqualTo("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    assertThat(connection.address().endpoint()).isEmpty();
    assertThat(connection.address().region()).isEqualTo("us-east-1");
    assertThat(connection.address().pathStyle()).isFalse();
    assertThat(connection.address().checksums()).isEqualTo(ChecksumMode.WHEN_SUPPORTED);
    assertThat(connection.toString()).doesNotContain("wJalr");
  }

  @Test
  void thePublishedRoleExampleLoadsWithItsTrailingCommas() {
    NewConnection connection =
        ConnectionDocument.parse(
                """
                {
                    "type": "s3",
                    "name": "my-s3-source-bucket",
                    "config": {
                        "role_arn": "arn:aws:iam::123456789012:role/s3-gretel-source-access",
                    },
                }
                """)
            .newConnection("proj_x", 7);
    assertThat(connection.kind()).isEqualTo(Kind.ROLE);
    assertThat(connection.roleArn())
        .contains("arn:aws:iam::123456789012:role/s3-gretel-source-access");
    assertThat(connection.keys()).isEmpty();
  }

  @Test
  void everyFieldCanBeWrittenInYaml() {
    ConnectionDocument document =
        ConnectionDocument.parse(
            """
            type: AWS
            name: lab
            project_id: proj_abc
            connection_target_type: source
            auth_strategy: role_arn
            credentials:
              access_key_id: AKIA
              secret_access_key: s/e+c=r
              session_token: token
            config:
              role_arn: arn:aws:iam:::role/Access
              vending_role_arn: arn:aws:iam:::role/Vending
              endpoint: http://127.0.0.1:7480/
              sts_endpoint: https://sts.example.org
              region: eu-west-1
              path_style: true
              requester_pays: true
            """);
    NewConnection connection = document.newConnection("proj_abc", 1);
    assertThat(document.projectId()).contains("proj_abc");
    assertThat(document.target()).isEqualTo(ConnectionDocument.Target.SOURCE);
    assertThat(connection.kind()).isEqualTo(Kind.ROLE);
    assertThat(connection.keys().orElseThrow().sessionToken().orElseThrow().reveal())
        .isEqualTo("token");
    assertThat(connection.vendingRoleArn()).contains("arn:aws:iam:::role/Vending");
    assertThat(connection.address().endpoint()).contains(URI.create("http://127.0.0.1:7480"));
    assertThat(connection.address().stsEndpoint()).contains(URI.create("https://sts.example.org"));
    assertThat(connection.address().region()).isEqualTo("eu-west-1");
    assertThat(connection.address().requesterPays()).isTrue();
    assertThat(connection.address().checksums()).isEqualTo(ChecksumMode.WHEN_REQUIRED);
  }

  @ParameterizedTest
  @CsvSource({"ambient, AMBIENT", "anonymous, ANONYMOUS", "access_key, KEYS", "ROLE, ROLE"})
  void theKindCanBeSaid(String word, Kind kind) {
    assertThat(
            ConnectionDocument.parse("{\"type\":\"s3\",\"auth_strategy\":\"" + word + "\"}").kind())
        .contains(kind);
  }

  @Test
  void aStoreOfOnesOwnIsSpokenToInPathStyleUnlessSaidOtherwise() {
    String template =
        "{\"type\":\"s3\",\"auth_strategy\":\"anonymous\",\"config\":{\"endpoint\":\"http://s\"%s}}";
    assertThat(address(template.formatted("")).pathStyle()).isTrue();
    assertThat(address(template.formatted(",\"path_style\":false")).pathStyle()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"s3\",\"credentails\":{}} | Did you mean credentials?",
        "{\"type\":\"s3\",\"Name\":\"x\"} | Did you mean name?",
        "{\"type\":\"s3\",\"credentials\":{\"access_key\":\"x\"}} | credentials.access_key_id?",
        "{\"type\":\"s3\",\"config\":{\"rolearn\":\"x\"}} | config.role_arn?",
        "{\"type\":\"s3\",\"config\":{\"zzzzzzzzzzzz\":\"x\"}} | Known here: endpoint, path_style",
      })
  void anUnknownKeyIsRefusedWithTheOneThatWasMeant(String text, String remedy) {
    assertThatThrownBy(() -> ConnectionDocument.parse(text))
        .isInstanceOfSatisfying(
            WindlassException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo("unknown_key");
              assertThat(e.problem().remedy().orElseThrow()).contains(remedy);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"x\"} | missing_key",
        "{\"type\":\"gcs\"} | invalid_value",
        "{\"type\":\"s3\",\"credentials\":{\"access_key_id\":\"x\"}} | missing_key",
        "{\"type\":\"s3\",\"credentials\":{\"secret_access_key\":\"x\"}} | missing_key",
        "{\"type\":\"s3\",\"credentials\":{\"access_key_id\":1,\"secret_access_key\":\"x\"}} |"
            + " invalid_value",
        "{\"type\":\"s3\",\"credentials\":\"x\"} | invalid_value",
        "{\"type\":\"s3\",\"encrypted_credentials\":{\"aws_kms\":{}}} | encrypted_credentials",
        "{\"type\":\"s3\",\"config\":{\"endpoint\":\"ftp://x\"}} | invalid_value",
        "{\"type\":\"s3\",\"config\":{\"endpoint\":\"http://key:secret@x\"}} | invalid_value",
        "{\"type\":\"s3\",\"config\":{\"endpoint\":\"http://x/bucket\"}} | invalid_value",
        "{\"type\":\"s3\",\"config\":{\"path_style\":\"yes\"}} | invalid_value",
        "{\"type\":\"s3\",\"auth_strategy\":\"magic\"} | invalid_value",
        "{\"type\":\"s3\",\"type\":\"s3\"} | malformed_document",
        "[1,2] | malformed_document",
        "just text | malformed_document",
        "'' | malformed_document",
        "{\"type\":\"s3\" | malformed_document",
        "a: !!java.net.URL [http://x] | malformed_document",
        "!!javax.script.ScriptEngineManager [] | malformed_document",
      })
  void whatIsWrongIsRefusedWithAStableCode(String text, String code) {
    assertCode(code, text == null ? "" : text);
  }

  @Test
  void neitherKeysNorRoleNorWordIsRefusedForANewConnectionOnly() {
    ConnectionDocument document =
        ConnectionDocument.parse("{\"type\":\"s3\",\"config\":{\"region\":\"eu-west-1\"}}");
    assertThat(document.kind()).isEmpty();
    assertThatThrownBy(() -> document.newConnection("proj_x", 1))
        .hasMessageContaining("missing_key");
  }

  @Test
  void largeDeepAndBombLikeDocumentsAreRefusedQuickly() {
    assertCode("document_too_large", "x".repeat(64 * 1024 + 1));
    assertCode("document_too_large", "é".repeat(40_000));
    assertCode("malformed_document", "[".repeat(60_000));
    assertCode("malformed_document", "{\"a\":".repeat(10_000));
    assertCode("malformed_document", "- ".repeat(30_000));
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 9; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i))
          .append("*a%d,".formatted(i - 1).repeat(9))
          .append("x]\n");
    }
    assertCode("malformed_document", bomb.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"s3\",\"credentials\":{\"access_key_id\":\"A\",\"secret_access_key\":\"hunter2\"",
        "type: s3\ncredentials:\n  secret_access_key: hunter2\n bad indent: [",
        "{\"type\":\"s3\",\"credentials\":{\"access_key_id\":\"A\",\"secret_access_key\":[\"hunter2\"]}}",
        "{\"type\":\"hunter2\"}",
        "{\"type\":\"s3\",\"config\":{\"endpoint\":\"http://a:hunter2@x\"}}",
        "secret_access_key: hunter2\nsecret_access_key: hunter2",
      })
  void noComplaintRepeatsASecret(String text) {
    assertThatThrownBy(() -> ConnectionDocument.parse(text))
        .isInstanceOfSatisfying(
            WindlassException.class,
            e -> assertThat(e.problem().toString()).doesNotContain("hunter2"))
        .hasNoCause();
  }

  @Test
  void anUpdateOfAnotherKindIsRefused() {
    ConnectionDocument document =
        ConnectionDocument.parse("{\"type\":\"s3\",\"auth_strategy\":\"anonymous\"}");
    assertThat(document.change(ConnectionFixtures.of(Kind.ANONYMOUS)))
        .isEqualTo(ConnectionChange.NONE);
    assertThatThrownBy(() -> document.change(ConnectionFixtures.of(Kind.KEYS)))
        .hasMessageContaining("kind_unchangeable");
  }

  private static io.windlass.objectstore.StoreAddress address(String text) {
    return ConnectionDocument.parse(text).newConnection("proj_x", 1).address();
  }

  private static void assertCode(String code, String text) {
    assertThatThrownBy(() -> ConnectionDocument.parse(text))
        .isInstanceOfSatisfying(
            WindlassException.class, e -> assertThat(e.problem().code()).isEqualTo(code));
  }
}
